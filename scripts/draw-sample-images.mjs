// Draws one picture per product of the sample store, in several widths: `node scripts/draw-sample-images.mjs [slug …]`.
// The drawing is done by code alone and is the same on every run.
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import sharp from 'sharp';

import { drawPicture } from './sample-images/picture.mjs';

const sample = new URL('../packages/server/sample/', import.meta.url);
const images = new URL('images/', sample);
const smaller = new URL('smaller-images/', sample);
/** As `packages/server/src/platform/http/images.ts` serves them. */
const WIDTHS = [240, 480, 720];
const QUALITIES = [72, 64, 56, 48, 40];
const COMFORTABLE = 21 * 1024;
const LARGEST = 30 * 1024;

const wanted = new Set(process.argv.slice(2));
await mkdir(images, { recursive: true });
for (const width of WIDTHS) await mkdir(new URL(`${width}/`, smaller), { recursive: true });

let total = 0;
let count = 0;
for (const file of (await readdir(new URL('products/', sample))).sort()) {
  const { products } = JSON.parse(await readFile(new URL(`products/${file}`, sample), 'utf8'));
  for (const product of products) {
    if (wanted.size > 0 && !wanted.has(product.slug)) continue;
    const drawn = await draw(drawPicture(product));
    const { picture, quality } = await compress(drawn);
    if (picture.length > LARGEST)
      throw new Error(`${product.slug}: ${picture.length} bytes is more than a picture may weigh`);
    await writeFile(new URL(product.image, images), picture);
    for (const width of WIDTHS) {
      const small = await sharp(drawn)
        .resize(width)
        .webp({ quality, effort: 5, smartSubsample: true })
        .toBuffer();
      await writeFile(new URL(`${width}/${product.image}`, smaller), small);
    }
    total += picture.length;
    count += 1;
  }
}
console.log(`${count} pictures, ${Math.round(total / 1024)} KiB, in ${fileURLToPath(images)}`);

function draw(svg) {
  return sharp(Buffer.from(svg)).removeAlpha().png({ compressionLevel: 1 }).toBuffer();
}

/** Busy patterns weigh more; they also hide more, so they get by with a lower quality. */
async function compress(drawn) {
  let made;
  for (const quality of QUALITIES) {
    const picture = await sharp(drawn).webp({ quality, effort: 5, smartSubsample: true }).toBuffer();
    made = { picture, quality };
    if (picture.length <= COMFORTABLE) break;
  }
  return made;
}
