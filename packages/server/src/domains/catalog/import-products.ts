import type { Access } from '../../platform/db/database.ts';
import type { DatabaseFailure } from '../../platform/db/failure.ts';
import { ensureCategories, ensureDesigners, type Named } from './ensure-named.ts';
import { documentOf } from './imported-document.ts';
import type { MarketRef } from '../../market.ts';
import type { ProductDocument } from './product-document.ts';
import {
  bookCountedStock,
  listSkuOwners,
  takeTurn,
  writePrices,
  writeProduct,
  writeVariants,
} from './queries-import.ts';
import type { ImportedProduct } from './shopify-csv/imported-product.ts';
import type { ImportReading } from './shopify-csv/read-shopify-csv.ts';
import type { RowProblem } from './shopify-csv/row-problem.ts';

export interface ImportContext {
  /** The market the file's prices are for. */
  market: MarketRef;
  now: Date;
  /** Who imports, for the stock ledger. */
  actor: string;
  onProgress?: (done: number, total: number) => void;
}

/** What became of each product of the file, and why rows did not go in. */
export interface ImportReport {
  created: number;
  updated: number;
  unchanged: number;
  failed: number;
  /** In the order of their lines. */
  problems: RowProblem[];
}

type Outcome = 'created' | 'updated' | 'unchanged' | 'failed';

const AT_ONCE = 8;

/**
 * Brings the catalogue to what the file says (CAT-5): each product in its own transaction of a fixed number of
 * statements, so that a broken one stops no other. The same file again changes nothing. Stock is what the file counts as
 * on hand; only the difference is booked.
 */
export async function importProducts(
  access: Access<unknown>,
  reading: ImportReading,
  context: ImportContext,
): Promise<ImportReport> {
  const problems = [...reading.problems];
  const known = new Set(reading.products.map((product) => product.handle));
  const lost = new Set(
    problems.map((problem) => problem.handle).filter((handle) => handle !== null && !known.has(handle)),
  );
  const report: ImportReport = { created: 0, updated: 0, unchanged: 0, failed: lost.size, problems };
  const designers = await ensureDesigners(
    access,
    reading.products.map((product) => product.vendor),
    context.now,
  );
  const categories = await ensureCategories(
    access,
    reading.products.map((product) => product.category),
    context.now,
  );
  const owners = await readSkuOwners(access, reading.products);
  // A row that could not be read may be the very variant that is missing, so nothing of such a product is retired.
  const incomplete = new Set(problems.map((problem) => problem.handle));
  let done = 0;
  const importOne = async (product: ImportedProduct) => {
    const own = leaveOutTakenSkus(product, owners, problems);
    const retire = own.length === product.variants.length && !incomplete.has(product.handle);
    const outcome =
      own.length === 0 && product.variants.length > 0
        ? 'failed'
        : await writeOne(
            access,
            { ...product, variants: own },
            { ...context, designers, categories, retire, problems },
          );
    report[outcome]++;
    context.onProgress?.(++done, reading.products.length);
  };
  await severalAtOnce(reading.products, importOne);
  problems.sort((a, b) => a.line - b.line);
  return report;
}

async function readSkuOwners(
  access: Access<unknown>,
  products: readonly ImportedProduct[],
): Promise<Map<string, string>> {
  const skus = products.flatMap((product) => product.variants.flatMap(({ sku }) => sku ?? []));
  const { rows } = await access.read(listSkuOwners(skus));
  return new Map(rows[0].map((row) => [row.sku, row.slug]));
}

function leaveOutTakenSkus(
  product: ImportedProduct,
  owners: ReadonlyMap<string, string>,
  problems: RowProblem[],
) {
  return product.variants.filter((variant) => {
    const owner = variant.sku === null ? undefined : owners.get(variant.sku);
    if (owner === undefined || owner === product.handle) return true;
    const message = `The SKU "${variant.sku}" belongs to the product "${owner}".`;
    problems.push(problemOf(variant.line, product, 'SKU_TAKEN', message, HINTS.SKU_TAKEN));
    return false;
  });
}

async function writeOne(
  access: Access<unknown>,
  product: ImportedProduct,
  context: ImportContext & { designers: Named; categories: Named; retire: boolean; problems: RowProblem[] },
): Promise<Outcome> {
  const { now, actor, retire } = context;
  const document = documentOf(product, context);
  try {
    return await storeProduct(access, document, {
      now,
      retire: retire ? context.market.code : null,
      stock: { kind: 'adjust', actor, reason: 'import' },
    });
  } catch (error) {
    // Only what the database says of the data is the file's fault; anything else is ours and stops the import.
    if (!/^2[23]/.test((error as DatabaseFailure).code ?? '')) throw error;
    context.problems.push(refusalOf(error as DatabaseFailure, product));
    return 'failed';
  }
}

/** Writes one product with all that belongs to it in one round trip, which is one transaction. */
export async function storeProduct(
  access: Access<unknown>,
  document: ProductDocument,
  options: {
    now: Date;
    /** The market whose variants the document names in full: those it leaves out are no longer sold. */
    retire: string | null;
    stock: { kind: 'adjust' | 'receive'; actor: string; reason: string };
  },
): Promise<Exclude<Outcome, 'failed'>> {
  const { rows } = await access.write(
    takeTurn(document.slug),
    writeProduct(document, options.now),
    writeVariants(document, options),
    writePrices(document),
    bookCountedStock(document, { ...options.stock, now: options.now }),
  );
  const [, [product], [variants], [prices], [stock]] = rows;
  if (product!.created) return 'created';
  const changed = product!.changed || variants!.changed || prices!.changed || stock!.changed;
  return changed ? 'updated' : 'unchanged';
}

const HINTS = {
  SKU_TAKEN: 'Give the variant a SKU of its own, or remove the other product’s first.',
  STOCK_PROMISED: 'Count at least what is promised, or wait until the payments under way have ended.',
  NOT_STORED: 'Correct the product’s rows and import the file again.',
};

function refusalOf(failure: DatabaseFailure, product: ImportedProduct): RowProblem {
  if (failure.constraint === 'variants_sku_taken') {
    return problemOf(
      product.line,
      product,
      'SKU_TAKEN',
      'A SKU of the product was taken meanwhile.',
      HINTS.SKU_TAKEN,
    );
  }
  if (failure.constraint === 'stock_reserved_within_on_hand') {
    const message = 'The file counts fewer pieces than are promised to buyers who are paying.';
    return problemOf(product.line, product, 'STOCK_PROMISED', message, HINTS.STOCK_PROMISED);
  }
  const message = `The database refused the product: ${failure.message}.`;
  return problemOf(product.line, product, 'NOT_STORED', message, HINTS.NOT_STORED);
}

function problemOf(
  line: number,
  product: ImportedProduct,
  reason: string,
  message: string,
  hint: string,
): RowProblem {
  return {
    line,
    handle: product.handle,
    column: reason === 'SKU_TAKEN' ? 'Variant SKU' : null,
    reason,
    message,
    hint,
  };
}

async function severalAtOnce<Item>(
  items: readonly Item[],
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const queue = items.values();
  const worker = async () => {
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}
