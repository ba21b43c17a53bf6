export { wishlistErrors } from './errors.ts';
