// Apart from public.ts, so that a server does not load the parsers that only the command line needs.
export { exportProducts } from './export-products.ts';
export { importProducts, type ImportReport } from './import-products.ts';
export { readShopifyCsv } from './shopify-csv/read-shopify-csv.ts';
