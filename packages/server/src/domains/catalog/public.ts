export { announceCatalogChange } from './catalog-changed.ts';
export { catalogErrors } from './errors.ts';
export {
  readSampleDesigners,
  sampleImagesFolder,
  seedSampleStore,
  smallerSampleImagesFolder,
} from './seed-sample-store.ts';
export { openCatalogReads, type CatalogReads } from './catalog-reads.ts';
export { idOrSlug } from './schema.ts';
