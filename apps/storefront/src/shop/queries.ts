import type { DataOf } from '@cartwright/client';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { client } from './client.ts';

export type ProductList = DataOf<'get', '/api/public/products'>;
export type ProductCard = ProductList['products'][number];
export type Product = DataOf<'get', '/api/public/products/{idOrSlug}'>['product'];
export type Variant = Product['variants'][number];
export type Market = DataOf<'get', '/api/public/markets'>['markets'][number];
export type Order = DataOf<'get', '/api/orders/{id}'>['order'];

/** What is asked of the catalogue, as it stands in the address of the page. */
export interface CatalogueSearch {
  q?: string | undefined;
  category?: string | undefined;
  designer?: string | undefined;
  minPrice?: string | undefined;
  maxPrice?: string | undefined;
  inStock?: 'true' | undefined;
  option?: string[] | undefined;
  tag?: string | undefined;
  sort?: 'relevance' | 'newest' | 'price-asc' | 'price-desc' | 'title' | undefined;
  page?: number | undefined;
}

export const PAGE_SIZE = 24;
const MINUTE_MS = 60_000;

export const marketsQuery = queryOptions({
  queryKey: ['markets'],
  queryFn: async ({ signal }) => (await client.get('/api/public/markets', { signal })).markets,
  staleTime: 10 * MINUTE_MS,
});

export const categoriesQuery = queryOptions({
  queryKey: ['catalogue', 'categories'],
  queryFn: async ({ signal }) => (await client.get('/api/public/categories', { signal })).categories,
  staleTime: 5 * MINUTE_MS,
});

export const designersQuery = queryOptions({
  queryKey: ['catalogue', 'designers'],
  queryFn: async ({ signal }) =>
    (await client.get('/api/public/designers', { query: { limit: 6, sort: 'newest' }, signal })).designers,
  staleTime: 5 * MINUTE_MS,
});

export const productsQuery = (search: CatalogueSearch, limit = PAGE_SIZE) =>
  queryOptions({
    queryKey: ['catalogue', 'products', search, limit],
    queryFn: ({ signal }) => client.get('/api/public/products', { query: { ...search, limit }, signal }),
    staleTime: MINUTE_MS / 2,
    placeholderData: keepPreviousData,
  });

export const productQuery = (slug: string) =>
  queryOptions({
    queryKey: ['catalogue', 'product', slug],
    queryFn: async ({ signal }) =>
      (await client.get('/api/public/products/{idOrSlug}', { path: { idOrSlug: slug }, signal })).product,
    staleTime: MINUTE_MS / 4,
  });

/** An order of this owner. Personal answers are kept under their owner's id and dropped when he leaves. */
export const orderQuery = (ownerId: string | null, id: string) =>
  queryOptions({
    queryKey: ['mine', ownerId, 'order', id],
    queryFn: async ({ signal }) => (await client.get('/api/orders/{id}', { path: { id }, signal })).order,
  });
