/**
 * Reads `If-Match` as the cart versions a client accepts (CART-9): null accepts any. What is not a tag of ours, or weak,
 * matches no version.
 */
export function acceptedVersions(header: string | undefined): bigint[] | null {
  if (header === undefined || header.trim() === '*') return null;
  return header.split(',').flatMap((tag) => {
    const version = /^\s*"v(\d{1,18})"\s*$/.exec(tag)?.[1];
    return version === undefined ? [] : [BigInt(version)];
  });
}

/** The validator of a cart's version. */
export function cartTag(version: bigint): string {
  return `"v${version}"`;
}
