// Draws one picture per product of the sample store: `node scripts/draw-sample-images.mjs [slug …]`.
// The drawing is done by code alone and is the same on every run.
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import sharp from 'sharp';

import { drawPicture } from './sample-images/picture.mjs';

const sample = new URL('../packages/server/sample/', import.meta.url);
const images = new URL('images/', sample);
const QUALITIES = [72, 64, 56, 48, 40];
const COMFORTABLE = 21 * 1024;
const LARGEST = 30 * 1024;

const wanted = new Set(process.argv.slice(2));
await mkdir(images, { recursive: true });

let total = 0;
let count = 0;
for (const file of (await readdir(new URL('products/', sample))).sort()) {
  const { products } = JSON.parse(await readFile(new URL(`products/${file}`, sample), 'utf8'));
  for (const product of products) {
    if (wanted.size > 0 && !wanted.has(product.slug)) continue;
    const svg = drawPicture(product);
    const picture = await compress(svg);
    if (picture.length > LARGEST)
      throw new Error(`${product.slug}: ${picture.length} bytes is more than a picture may weigh`);
    await writeFile(new URL(product.image, images), picture);
    total += picture.length;
    count += 1;
  }
}
console.log(`${count} pictures, ${Math.round(total / 1024)} KiB, in ${fileURLToPath(images)}`);

/** Busy patterns weigh more; they also hide more, so they get by with a lower quality. */
async function compress(svg) {
  const drawn = await sharp(Buffer.from(svg)).removeAlpha().png({ compressionLevel: 1 }).toBuffer();
  let picture;
  for (const quality of QUALITIES) {
    picture = await sharp(drawn).webp({ quality, effort: 5, smartSubsample: true }).toBuffer();
    if (picture.length <= COMFORTABLE) break;
  }
  return picture;
}
