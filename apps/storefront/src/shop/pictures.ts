/** How wide pictures are shown, as `sizes` says it: for the browser, which chooses by it, and for the server, which names the first. */
export const SIZES = {
  hero: '(min-width: 1312px) 24rem, (min-width: 768px) 31vw, 61vw',
  heroSide: '(min-width: 1312px) 13rem, (min-width: 768px) 17vw, 33vw',
  card: '(min-width: 1312px) 19rem, (min-width: 640px) 31vw, 46vw',
  product: '(min-width: 1312px) 40rem, (min-width: 1024px) 50vw, (min-width: 768px) 45vw, 93vw',
} as const;

/** The widths in which the server has the shop's own pictures. */
const WIDTHS = [240, 480, 720];
const FULL_WIDTH = 960;

/** What the browser may choose from; nothing for a picture from elsewhere, which has one width. */
export function srcSetOf(url: string): string | undefined {
  if (!url.startsWith('/images/')) return undefined;
  return [...WIDTHS.map((width) => `${url}?width=${width} ${width}w`), `${url} ${FULL_WIDTH}w`].join(', ');
}
