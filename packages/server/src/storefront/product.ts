/** What a page's head tells of a product. */
export interface ProductFacts {
  title: string;
  /** Its description without markup, shortened. */
  text: string;
  imageUrl: string | null;
  designer: string;
  category: string;
  sku: string | null;
  currency: string;
  /** Prices as the API writes them. */
  lowest: string;
  highest: string;
  offers: number;
  inStock: boolean;
}

interface ProductDocument {
  product: {
    title: string;
    descriptionHtml: string;
    imageUrl: string | null;
    designer: { name: string };
    category: { name: string };
    variants: { sku: string | null; price: number; currency: string; available: number }[];
  };
}

const DESCRIPTION_CHARACTERS = 300;

/** Reads the facts from the document that the product's own route answers. */
export function productFacts(body: string): ProductFacts {
  const { product } = JSON.parse(body) as ProductDocument;
  const { title, imageUrl, designer, category, variants } = product;
  const currency = variants[0]?.currency ?? '';
  const digits = currency
    ? (new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ??
      2)
    : 2;
  const prices = variants.map(({ price }) => price);
  return {
    title,
    text: plainText(product.descriptionHtml) || title,
    imageUrl,
    designer: designer.name,
    category: category.name,
    sku: variants.length === 1 ? variants[0]!.sku : null,
    currency,
    lowest: Math.min(...prices).toFixed(digits),
    highest: Math.max(...prices).toFixed(digits),
    offers: variants.length,
    inStock: variants.some(({ available }) => available > 0),
  };
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

function plainText(html: string): string {
  const text = html
    .replace(/<[^>]*>/g, ' ')
    .replace(/&#(\d{1,7});/g, (_, code: string) => String.fromCodePoint(Math.min(Number(code), 0x10ffff)))
    .replace(/&(\w+);/g, (whole, name: string) => ENTITIES[name] ?? whole)
    .replace(/\s+/g, ' ')
    .trim();
  if (text.length <= DESCRIPTION_CHARACTERS) return text;
  return `${text.slice(0, DESCRIPTION_CHARACTERS).replace(/\s\S*$/, '')}…`;
}
