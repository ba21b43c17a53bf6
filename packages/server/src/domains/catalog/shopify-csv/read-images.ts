import { COLUMNS, type Row } from './columns.ts';
import { FieldReader } from './fields.ts';
import type { ImportedProduct } from './imported-product.ts';
import { report, type RowProblem } from './row-problem.ts';

type Image = ImportedProduct['images'][number];

const LONGEST_ALT = 512;
const MOST_IMAGES = 250;

/** Gathers the images of a product's rows, each address once, in the order of their positions; unnumbered ones come last. */
export function readImages(rows: readonly Row[], problems: RowProblem[]): Image[] {
  const images = new Map<string, Image>();
  for (const row of rows) {
    const image = readImage(row, problems);
    if (image === null || images.has(image.url)) continue;
    if (images.size === MOST_IMAGES) {
      const place = { line: row.line, handle: row.handle, column: COLUMNS.imageSrc };
      report(problems, place, 'IMAGES_TOO_MANY', `The product has more than ${MOST_IMAGES} images.`);
      continue;
    }
    images.set(image.url, image);
  }
  return [...images.values()]
    .sort((a, b) => a.position - b.position)
    .map((image, index) => ({ ...image, position: index + 1 }));
}

function readImage(row: Row, problems: RowProblem[]): Image | null {
  const before = problems.length;
  const field = new FieldReader(row, problems);
  const url = field.url('imageSrc');
  if (url === null) return null;
  const alt = field.text('imageAlt', LONGEST_ALT);
  const position = field.raw('imagePosition');
  if (position !== '' && !/^[1-9]\d{0,8}$/.test(position)) {
    field.fail(
      'imagePosition',
      'IMAGE_POSITION_INVALID',
      'The position of the image is not a number from 1.',
    );
  }
  if (problems.length > before) return null;
  return { url, position: position === '' ? Number.MAX_SAFE_INTEGER : Number(position), alt };
}
