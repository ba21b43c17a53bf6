export { announceCatalogChange } from './catalog-changed.ts';
export { catalogErrors } from './errors.ts';
export { exportProducts } from './export-products.ts';
export { importProducts, type ImportReport } from './import-products.ts';
export { findMarket, type MarketRef, resolveMarket } from './market.ts';
export { readSampleDesigners, sampleImagesFolder, seedSampleStore } from './seed-sample-store.ts';
export { type ImportReading, readShopifyCsv } from './shopify-csv/read-shopify-csv.ts';
