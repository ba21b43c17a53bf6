export { MAX_WISHES } from './add-wish.ts';
export { wishlistErrors } from './errors.ts';
export { marketRules } from './market-rules.ts';
export {
  deleteWish,
  lockWish,
  type MarketRules,
  moveWishes,
  readWishlist,
  type Wish,
  wishExists,
} from './queries.ts';
