import { darker, lighter } from './colour.mjs';
import { drawHanger } from './hanger.mjs';
import { box, ellipse, flat, line, mirror, polygon } from './path.mjs';
import { halfDrop, marigold, sprig, stripes } from './patterns.mjs';

const folds = (colour, ds) => ds.map((d) => line(d, colour, 4, 'opacity="0.28"')).join('');
const both = (d) => `${d} ${mirror(d)}`;

const skirtFolds = (fill, top, bottom, spread) =>
  folds(
    darker(fill, 0.5),
    [-0.55, -0.15, 0.3, 0.62].map(
      (share) =>
        `M${480 + share * 120} ${top + 60} C${480 + share * 150} ${top + 200} ${480 + share * spread * 0.8} ${bottom - 160} ${480 + share * spread} ${bottom - 30}`,
    ),
  );

const cuts = {
  /** Ties at the shoulders, straight neckline, deep pockets. */
  sun(art, { fill }) {
    const body =
      'M376 372 C420 404 540 404 584 372 L612 560 C640 760 690 930 724 1056 C600 1086 360 1086 236 1056 C270 930 320 760 348 560 Z';
    const bow = (x) =>
      flat(
        `M${x} 352 C${x - 50} 300 ${x - 66} 356 ${x} 356 C${x + 66} 356 ${x + 50} 300 ${x} 352 Z`,
        darker(fill, 0.12),
      ) +
      line(
        `M${x} 356 C${x - 16} 380 ${x - 22} 396 ${x - 18} 420 M${x} 356 C${x + 12} 384 ${x + 20} 396 ${x + 22} 414`,
        darker(fill, 0.12),
        9,
      );
    return (
      art.castOnWall(body) +
      drawHanger(art) +
      drawHanger.bar(art) +
      line(both('M386 376 L368 330'), darker(fill, 0.12), 14) +
      art.solid(body, fill, { grain: 200, depth: 34 }) +
      skirtFolds(fill, 520, 1056, 230) +
      line(both('M366 640 C350 690 340 730 332 790'), lighter(fill, 0.35), 6, 'stroke-dasharray="2 14"') +
      bow(374) +
      bow(586)
    );
  },
  wrap(art, { fill, trim }) {
    const pattern = halfDrop(art, { size: 112, motif: marigold(trim, '#fbe3a0') });
    const sleeve = 'M596 346 C690 380 740 470 760 560 L640 606 C624 540 612 500 596 480 Z';
    const bodice = 'M404 330 L556 330 L646 366 C636 440 616 510 604 620 L356 620 C344 510 324 440 314 366 Z';
    const skirt =
      'M356 612 L604 612 C650 780 720 940 744 1060 C600 1092 360 1092 216 1060 C240 940 310 780 356 612 Z';
    const options = { pattern, grain: 120 };
    return (
      art.castOnWall(`${bodice} ${skirt} ${both(sleeve)}`) +
      drawHanger(art) +
      drawHanger.bar(art) +
      art.solid(mirror(sleeve), fill, options) +
      art.solid(sleeve, fill, options) +
      art.solid(skirt, fill, { ...options, depth: 34 }) +
      art.solid(bodice, fill, options) +
      flat('M404 330 C420 320 540 320 556 330 L470 500 Z', darker(fill, 0.5)) +
      drawHanger.bar(art) +
      line('M402 328 L508 560', lighter(fill, 0.55), 18) +
      line('M558 328 L424 612', lighter(fill, 0.55), 18) +
      line('M540 640 C560 780 600 930 650 1068', darker(fill, 0.55), 5, 'opacity="0.5"') +
      art.solid(box(350, 596, 260, 40, 10), trim, { depth: 8, grain: 10 }) +
      flat('M560 616 C620 560 660 610 570 622 C640 640 620 690 560 624 Z', trim) +
      line('M564 624 C584 680 590 720 580 770 M570 624 C610 670 622 700 626 750', trim, 13)
    );
  },
  pinafore(art, { fill, trim }) {
    const skirt =
      'M352 606 L608 606 C640 780 670 920 692 1030 C560 1052 400 1052 268 1030 C290 920 320 780 352 606 Z';
    const bib = box(382, 420, 196, 200, 14);
    const pocket = (d) => art.solid(d, lighter(fill, 0.1), { depth: 8, grain: 20 });
    const stitched = (d) => line(d, trim, 4, 'stroke-dasharray="9 9"');
    const square = 'M530 720 L636 720 L648 850 L540 850 Z';
    return (
      art.castOnWall(`${skirt} ${bib}`) +
      drawHanger(art) +
      drawHanger.bar(art) +
      line(both('M396 436 C380 400 372 370 376 330'), fill, 30) +
      art.solid(skirt, fill, { grain: 200, depth: 34 }) +
      art.solid(bib, fill, { grain: 60 }) +
      art.solid(box(346, 592, 268, 40, 8), darker(fill, 0.12), { depth: 8, grain: 16 }) +
      flat(ellipse(398, 446, 15), '#e8c27a') +
      flat(ellipse(562, 446, 15), '#e8c27a') +
      pocket(square) +
      pocket(mirror(square)) +
      pocket(ellipse(480, 740, 46)) +
      pocket(box(432, 490, 96, 86, 12)) +
      stitched('M540 736 L630 736 M330 736 L420 736 M442 504 L518 504') +
      stitched('M284 1006 C410 1024 550 1024 676 1006') +
      line('M452 500 L446 456 M470 500 L474 440', '#6d8f63', 6) +
      flat(ellipse(446, 448, 14), '#e9e3cf') +
      flat(ellipse(474, 434, 16), '#e9e3cf') +
      flat(ellipse(446, 448, 5), '#e2a33b') +
      flat(ellipse(474, 434, 6), '#e2a33b')
    );
  },
  shirt(art, { fill, trim }) {
    const sleeve = 'M640 356 C720 380 760 440 790 530 L694 580 C676 540 650 520 632 500 Z';
    const body =
      'M404 318 C440 366 520 366 556 318 L664 362 C656 430 640 490 616 600 C640 760 672 900 700 1050 C560 1074 400 1074 260 1050 C288 900 320 760 344 600 C320 490 304 430 296 362 Z';
    const pattern = (angle) => stripes(art, { colour: trim, width: 5, gap: 21, angle });
    const collar = 'M400 296 L404 318 L480 384 L410 462 L350 350 Q368 310 400 296 Z';
    const buttons = Array.from({ length: 8 }, (_, index) =>
      flat(ellipse(480, 440 + index * 78, 8), darker(trim, 0.2)),
    ).join('');
    return (
      art.castOnWall(`${body} ${both(sleeve)}`) +
      drawHanger(art) +
      flat('M392 306 C430 280 530 280 568 306 C556 400 404 400 392 306 Z', darker(fill, 0.4)) +
      drawHanger.bar(art) +
      art.solid(mirror(sleeve), fill, { pattern: pattern(24) }) +
      art.solid(sleeve, fill, { pattern: pattern(-24) }) +
      art.solid(body, fill, { pattern: pattern(0), grain: 170, depth: 34 }) +
      flat(box(458, 384, 44, 676), lighter(fill, 0.6)) +
      buttons +
      skirtFolds(trim, 600, 1050, 210) +
      art.solid('M338 588 L622 588 L626 636 L334 636 Z', '#b4572f', { depth: 8, grain: 20 }) +
      line(box(452, 580, 56, 64, 8), '#e8c27a', 9) +
      art.solid(collar, lighter(fill, 0.6), { depth: 8, grain: 12 }) +
      art.solid(mirror(collar), lighter(fill, 0.6), { depth: 8, grain: 12 })
    );
  },
  smock(art, { fill, trim }) {
    const sleeve = 'M626 352 C730 350 812 430 804 560 C780 600 700 610 664 590 C656 530 640 480 616 470 Z';
    const yoke = 'M392 324 C430 392 530 392 568 324 L660 360 L648 466 L312 466 L300 360 Z';
    const body =
      'M316 458 L644 458 C690 620 730 800 752 980 C600 1012 360 1012 208 980 C230 800 270 620 316 458 Z';
    const pattern = halfDrop(art, { size: 96, motif: sprig(trim) });
    const gathers = folds(
      darker(fill, 0.6),
      Array.from(
        { length: 15 },
        (_, index) => `M${326 + index * 22} 468 L${318 + index * 23.2} ${520 + (index % 3) * 26}`,
      ),
    );
    return (
      art.castOnWall(`${body} ${yoke} ${both(sleeve)}`) +
      drawHanger(art) +
      drawHanger.bar(art) +
      art.solid(mirror(sleeve), fill, { pattern }) +
      art.solid(sleeve, fill, { pattern }) +
      art.solid(body, fill, { pattern, grain: 160, depth: 34 }) +
      gathers +
      art.solid(yoke, lighter(fill, 0.35), { grain: 50 }) +
      line('M392 324 C430 392 530 392 568 324', trim, 9) +
      line('M322 458 L638 458', trim, 6, 'stroke-dasharray="3 13"') +
      line('M480 376 L480 450', trim, 6) +
      line('M480 378 C466 400 462 416 464 436 M480 378 C494 400 500 416 496 440', trim, 6)
    );
  },
  column(art, { fill, shapes }) {
    const body =
      'M392 330 L420 330 C440 392 520 392 540 330 L568 330 L594 430 C580 520 584 560 600 640 C626 800 640 940 650 1080 L310 1080 C320 940 334 800 360 640 C376 560 380 520 366 430 Z';
    const [one, two, three] = shapes;
    const inside =
      flat(ellipse(390, 960, 110), one) +
      flat(polygon([470, 1080], [560, 800], [680, 1080]), two) +
      flat(ellipse(540, 1010, 60), three) +
      flat(box(300, 1040, 400, 60), three);
    return (
      art.castOnWall(body) +
      drawHanger(art) +
      drawHanger.bar(art) +
      art.solid(body, fill, { inside, grain: 90, depth: 30, light: 0.1 })
    );
  },
};

export const looks = {
  'ootuul-linane-suvekleit': {
    scene: { shape: 'moon', tint: '#d5dcea', tone: '#fbf1cd' },
    cut: 'sun',
    fill: '#34456b',
  },
  'marigold-wrap-dress': {
    scene: { shape: 'rays', tint: '#fbe7c2', tone: '#f8dba6' },
    cut: 'wrap',
    fill: '#a8323a',
    trim: '#f0a32f',
  },
  'pocketful-pinafore': {
    scene: { shape: 'blob', tint: '#ecebdc', tone: '#b9cdb4' },
    cut: 'pinafore',
    fill: '#c4633f',
    trim: '#f6dfba',
  },
  'tram-stop-shirt-dress': {
    scene: { shape: 'window', tint: '#e8dfd2', tone: '#b7a58e' },
    cut: 'shirt',
    fill: '#e6eef2',
    trim: '#3f6aa0',
  },
  'lakeside-smock': {
    scene: { shape: 'wave', tint: '#f5ead6', tone: '#8fbdb9' },
    cut: 'smock',
    fill: '#f2c9b4',
    trim: '#2f6d6a',
  },
  'gallery-opening-dress': {
    scene: { shape: 'plain', tint: '#efe7dc', tone: '#efe7dc' },
    cut: 'column',
    fill: '#23222b',
    shapes: ['#d8432f', '#2f5fa8', '#f0b93a'],
  },
  'orchard-tea-dress': {
    scene: { shape: 'arch', tint: '#e3e8d4', tone: '#c2cfa6' },
    cut: 'smock',
    fill: '#dfe2a8',
    trim: '#8a9a3c',
  },
};

export const draw = (art, look) => cuts[look.cut](art, look);
