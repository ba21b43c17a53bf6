/** A product with its variants, as the writing statements take it: columns by their own names, ready for JSON. */
export interface ProductDocument {
  slug: string;
  designer_id: string;
  category_id: string;
  title: string;
  description_html: string;
  tags: string[];
  options: { name: string; values: string[] }[];
  images: { url: string; alt: string }[];
  image_url: string | null;
  max_quantity: number | null;
  status: string;
  rejection_reason: string | null;
  search_text: string;
  published_at: Date | null;
  variants: VariantDocument[];
}

/** A variant is known by its options within the product. */
export interface VariantDocument {
  position: number;
  sku: string | null;
  options: Record<string, string>;
  image_url: string | null;
  max_quantity: number | null;
  weight_grams: number;
  barcode: string | null;
  tax_code: string | null;
  requires_shipping: boolean;
  taxable: boolean;
  subscription_eligible: boolean;
  /** Pieces on hand. */
  stock: number;
  /** Minor units as text: JSON has no exact integers. */
  prices: { market: string; currency: string; price_minor: string; compare_at_minor: string | null }[];
}
