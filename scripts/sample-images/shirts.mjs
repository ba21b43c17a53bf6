import { darker, lighter } from './colour.mjs';
import { drawHanger } from './hanger.mjs';
import { box, ellipse, flat, line, mirror, place } from './path.mjs';
import { checks, halfDrop, mangoLeaf, poppy, stripes } from './patterns.mjs';

const hems = {
  straight: (y) => `L664 ${y} L296 ${y}`,
  curved: (y) =>
    `L666 ${y - 60} C640 ${y - 10} 580 ${y + 26} 480 ${y + 26} C380 ${y + 26} 320 ${y - 10} 294 ${y - 60}`,
};

const torso = (hem, y) =>
  `M404 318 C440 366 520 366 556 318 L682 366 C676 440 656 500 656 560 C652 700 658 800 666 ${y - 70} ${hems[hem](y)} C302 800 308 700 304 560 C304 500 284 440 278 366 Z`;

const sleeves = {
  short: 'M660 352 C742 380 796 470 832 574 L722 634 C700 588 664 560 644 520 Z',
  long: 'M660 352 C764 384 792 560 826 872 L720 892 C712 760 690 640 640 540 Z',
};
const cuffs = {
  short: 'M838 566 L844 590 L728 652 L716 628 Z',
  long: 'M824 850 L832 912 L722 932 L714 870 Z',
};

const collars = {
  camp: (art, fill) => {
    const half = 'M398 300 L404 318 L474 446 L382 470 L352 356 Q368 316 398 300 Z';
    return (
      art.solid(half, fill, { depth: 10, grain: 20 }) +
      art.solid(mirror(half), fill, { depth: 10, grain: 20 })
    );
  },
  point: (art, fill) => {
    const half = 'M400 296 L404 318 L480 384 L404 474 L346 352 Q366 312 400 296 Z';
    return (
      art.solid(half, fill, { depth: 10, grain: 20 }) +
      art.solid(mirror(half), fill, { depth: 10, grain: 20 })
    );
  },
  band: (art, fill) =>
    art.solid('M396 300 C430 366 530 366 564 300 L582 330 C540 410 420 410 378 330 Z', fill, {
      depth: 8,
      grain: 20,
    }),
  crew: (art, fill) =>
    art.solid('M392 306 C420 388 540 388 568 306 L594 318 C556 432 404 432 366 318 Z', fill, {
      depth: 8,
      grain: 20,
    }),
};

const pocket = (art, x, y, fill, pattern, flapped) =>
  art.solid(
    `M${x} ${y} L${x + 104} ${y} L${x + 104} ${y + 96} L${x + 52} ${y + 120} L${x} ${y + 96} Z`,
    fill,
    { pattern, depth: 8, grain: 12 },
  ) +
  (flapped
    ? art.solid(
        `M${x - 4} ${y - 6} L${x + 108} ${y - 6} L${x + 108} ${y + 26} L${x + 52} ${y + 46} L${x - 4} ${y + 26} Z`,
        darker(fill, 0.08),
        { depth: 6, grain: 0 },
      )
    : '') +
  (flapped ? flat(ellipse(x + 52, y + 24, 7), lighter(fill, 0.6)) : '');

function drawShirt(art, look) {
  const { fill, trim = fill, sleeve = 'short', hem = 'straight', length = 940, collar, open = 446 } = look;
  const pattern = look.pattern?.(art, 0) ?? '';
  const leftPattern = look.pattern?.(art, sleeve === 'long' ? 8 : 22) ?? '';
  const rightPattern = look.pattern?.(art, sleeve === 'long' ? -8 : -22) ?? '';
  const body = torso(hem, length);
  const right = sleeves[sleeve];
  const left = mirror(right);
  const seam = darker(fill, 0.3);
  const placketEnd = look.placket === 'short' ? 600 : length + (hem === 'curved' ? 26 : 0);
  const buttons = [];
  for (let y = open + 30; y < placketEnd - 24; y += look.placket === 'short' ? 52 : 96)
    buttons.push(
      flat(ellipse(480, y, 8), look.button ?? lighter(fill, 0.65)) + flat(ellipse(480, y, 2.5), seam),
    );
  const front =
    look.placket === 'none'
      ? ''
      : art.clip(
          body,
          flat(box(456, open - 60, 48, placketEnd - open + 60), look.placketFill ?? trim, 'opacity="0.9"') +
            line(
              `M456 ${open - 60} L456 ${placketEnd} M504 ${open - 60} L504 ${placketEnd}`,
              seam,
              3,
              'opacity="0.5"',
            ),
        ) + buttons.join('');
  return place(
    0,
    length > 1000 ? 0 : 56,
    art.castOnWall(`${body} ${left} ${right}`) +
      drawHanger(art) +
      flat('M392 306 C430 280 530 280 568 306 C556 400 404 400 392 306 Z', darker(fill, 0.45)) +
      drawHanger.bar(art, look.hanger) +
      art.solid(left, fill, { pattern: leftPattern, grain: 50 }) +
      art.solid(right, fill, { pattern: rightPattern, grain: 70 }) +
      art.solid(mirror(cuffs[sleeve]), trim, { depth: 10, grain: 10 }) +
      art.solid(cuffs[sleeve], trim, { depth: 10, grain: 10 }) +
      art.solid(body, fill, { pattern, grain: 170, depth: 30 }) +
      front +
      (look.pockets ?? []).map((x) => pocket(art, x, 520, fill, pattern, look.flaps)).join('') +
      collars[collar](art, trim),
  );
}

export const looks = {
  'seaside-linen-shirt': {
    scene: { shape: 'sun', tint: '#f4e6d2', tone: '#9fc4c4' },
    fill: '#f3dfba',
    collar: 'camp',
    pockets: [536],
    button: '#8a5a3c',
  },
  'rhubarb-and-custard-shirt': {
    scene: { shape: 'wave', tint: '#fbeccb', tone: '#f0a9a0' },
    fill: '#fbe7a8',
    trim: '#fff4d6',
    collar: 'point',
    sleeve: 'long',
    hem: 'curved',
    pockets: [540],
    button: '#d9536b',
    pattern: (art, angle) => stripes(art, { colour: '#df6b81', width: 18, gap: 20, angle }),
  },
  'fog-signal-overshirt': {
    scene: { shape: 'hills', tint: '#dfe6e2', tone: '#a9bdb8' },
    fill: '#2f5a4a',
    trim: '#2a4f42',
    collar: 'point',
    sleeve: 'long',
    pockets: [322, 534],
    flaps: true,
    button: '#e2a33b',
    length: 930,
  },
  'mango-grove-kurta': {
    scene: { shape: 'arch', tint: '#f6e2b8', tone: '#eab04f' },
    fill: '#f8efdc',
    trim: '#c4512f',
    collar: 'band',
    sleeve: 'long',
    length: 1070,
    placket: 'short',
    open: 400,
    placketFill: '#c4512f',
    hanger: '#7a4a2a',
    pattern: (art, angle) => halfDrop(art, { size: 124, motif: mangoLeaf('#2f7a56', '#f8efdc'), angle }),
  },
  'sunday-tee': {
    scene: { shape: 'lowSun', tint: '#efe4db', tone: '#d8a48c' },
    fill: '#c26a4c',
    trim: '#b15c40',
    collar: 'crew',
    placket: 'none',
    pockets: [534],
  },
  'knights-move-polo': {
    scene: { shape: 'tiles', tint: '#dde5d6', tone: '#cbd7c3' },
    fill: '#e9e0c6',
    trim: '#26364d',
    collar: 'point',
    placket: 'short',
    button: '#e9e0c6',
    pattern: (art, angle) => checks(art, { colour: '#51739a', size: 46, angle, opacity: 0.42 }),
  },
  'midnight-allotment-shirt': {
    scene: { shape: 'moon', tint: '#c9cfe4', tone: '#f7efcf' },
    fill: '#1f2b4d',
    trim: '#27355c',
    collar: 'camp',
    hem: 'curved',
    button: '#f1d9a0',
    pattern: (art, angle) =>
      halfDrop(art, { size: 120, motif: poppy('#e2593f', '#1f2b4d', '#7fb08a'), angle }),
  },
  'woodpile-flannel': {
    scene: { shape: 'band', tint: '#e6d8c8', tone: '#c9a98a' },
    fill: '#b23a34',
    trim: '#9c302c',
    collar: 'point',
    sleeve: 'long',
    hem: 'curved',
    pockets: [322, 534],
    button: '#f0d9b0',
    pattern: (art, angle) => checks(art, { colour: '#1d1a22', size: 54, angle, opacity: 0.42 }),
  },
};

export const draw = drawShirt;
