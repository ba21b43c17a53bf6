import { createArt } from './art.mjs';
import { HEIGHT, WIDTH, drawBackdrop } from './backdrop.mjs';
import * as bags from './bags.mjs';
import * as coffees from './coffees.mjs';
import * as cushions from './cushions.mjs';
import * as dresses from './dresses.mjs';
import * as jewellery from './jewellery.mjs';
import * as lamps from './lamps.mjs';
import * as mugs from './mugs.mjs';
import * as notebooks from './notebooks.mjs';
import * as prints from './prints.mjs';
import * as shirts from './shirts.mjs';
import * as soaps from './soaps.mjs';
import * as teas from './teas.mjs';
import * as toys from './toys.mjs';

const categories = {
  bags,
  coffees,
  cushions,
  dresses,
  jewellery,
  lamps,
  mugs,
  notebooks,
  prints,
  shirts,
  soaps,
  teas,
  toys,
};

/** The whole picture of a product as SVG text. */
export function drawPicture({ slug, category }) {
  const { looks, draw } = categories[category] ?? {};
  const look = looks?.[slug];
  if (!look) throw new Error(`nobody has drawn ${category}/${slug} yet`);
  const art = createArt(slug);
  const backdrop = drawBackdrop(art, look.scene);
  const subject = enlarge(draw(art, look), look);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}"><defs>${art.definitions()}</defs>${backdrop}${subject}</svg>`;
}

/** Small things come closer: they grow away from the spot they stand on. */
function enlarge(subject, { zoom = 1, foot = 910, lift = 0 }) {
  if (zoom === 1 && lift === 0) return subject;
  return `<g transform="translate(480 ${foot - lift}) scale(${zoom}) translate(-480 ${-foot})">${subject}</g>`;
}
