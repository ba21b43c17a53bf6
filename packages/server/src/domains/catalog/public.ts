export { announceCatalogChange } from './catalog-changed.ts';
export { catalogErrors } from './errors.ts';
export { readSampleDesigners, sampleImagesFolder, seedSampleStore } from './seed-sample-store.ts';
export { readProduct } from './read-product.ts';
export { idOrSlug } from './schema.ts';
