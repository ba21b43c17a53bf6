import { lighter } from './colour.mjs';
import { box, ellipse, flat, line, place, polygon, star } from './path.mjs';

const cord = (d, colour = '#2b2530') => line(d, colour, 7);
const brass = '#d9a441';

const kinds = {
  dome(art) {
    const shade = 'M230 640 C236 440 340 330 480 330 C620 330 724 440 730 640 Z';
    const holes = Array.from({ length: 46 }, () => {
      const [angle, reach] = [art.random(Math.PI * 1.08, Math.PI * 1.92), art.random(0.25, 0.88)];
      return star(
        480 + Math.cos(angle) * 240 * reach,
        632 + Math.sin(angle) * 290 * reach,
        art.random(4, 11),
        4,
        4,
      );
    }).join(' ');
    const thrown = Array.from({ length: 26 }, () =>
      flat(
        star(art.random(40, 920), art.random(30, 330), art.random(5, 13), 3, 4),
        '#ffe9a8',
        `opacity="${art.random(0.35, 0.9).toFixed(2)}"`,
      ),
    ).join('');
    return (
      thrown +
      art.castOnFloor(480, 930, 210) +
      cord('M560 926 C700 960 760 930 960 980') +
      art.glow(480, 640, 470, '#ffd27a', 0.8) +
      art.solid('M452 640 L508 640 L516 880 L444 880 Z', brass, { grain: 30, depth: 12 }) +
      art.solid('M350 926 C350 890 400 872 480 872 C560 872 610 890 610 926 Z', '#b8643c', {
        grain: 40,
      }) +
      flat(ellipse(480, 640, 250, 34), '#fff0bf') +
      art.solid(shade, '#c46f42', { inside: flat(holes, '#ffe9a8'), grain: 160, depth: 36 }) +
      flat(ellipse(480, 326, 20, 15), brass)
    );
  },
  toadstool(art) {
    const cap =
      'M180 640 C170 430 310 320 480 320 C650 320 790 430 780 640 C780 690 680 712 480 712 C280 712 180 690 180 640 Z';
    const spots = [
      [330, 470, 50],
      [480, 390, 40],
      [610, 500, 58],
      [440, 560, 44],
      [250, 600, 34],
      [700, 620, 36],
      [560, 640, 30],
    ];
    return (
      art.castOnFloor(480, 930, 190) +
      cord('M580 920 C700 950 800 900 960 930') +
      art.glow(480, 700, 460, '#ffd9a0', 0.7) +
      art.solid(
        'M400 690 C420 780 400 860 360 926 C420 944 540 944 600 926 C560 860 540 780 560 690 Z',
        '#f6e7cb',
        { grain: 70, depth: 26 },
      ) +
      flat(ellipse(480, 700, 200, 26), '#fff3cf') +
      art.solid(cap, '#d8452f', {
        inside: spots.map(([x, y, r]) => flat(ellipse(x, y, r, r * 0.86), '#fbecd2')).join(''),
        grain: 170,
        depth: 44,
      }) +
      line('M262 520 C290 440 340 400 400 376', '#fff8ec', 12, 'opacity="0.45"')
    );
  },
  paperMoon(art) {
    const ball = ellipse(480, 640, 300, 280);
    const ribs = Array.from({ length: 11 }, (_, index) => {
      const y = 400 + index * 48;
      const half = 300 * Math.sqrt(Math.max(0, 1 - ((y - 640) / 280) ** 2));
      return `M${480 - half} ${y} C${480 - half * 0.5} ${y + 16} ${480 + half * 0.5} ${y + 16} ${480 + half} ${y}`;
    }).join(' ');
    return (
      cord('M480 0 L480 366') +
      art.glow(480, 640, 520, '#fff0c4', 0.85) +
      art.solid(ball, '#fbefcf', {
        grain: 120,
        depth: 40,
        shade: 0.1,
        inside: art.glow(440, 620, 260, '#ffe08f', 0.8) + line(ribs, '#c9a86a', 4, 'opacity="0.65"'),
      }) +
      art.solid(box(440, 354, 80, 22, 8), '#7a4f3a', { depth: 6, grain: 8 }) +
      art.solid(box(446, 908, 68, 18, 8), '#7a4f3a', { depth: 6, grain: 8 }) +
      cord('M480 926 L480 1000', '#b8643c') +
      flat('M466 1000 L494 1000 L500 1070 L460 1070 Z', '#b8643c')
    );
  },
  longNeck(art) {
    const arm = '#e8e1d2';
    const head = 'M-60 -110 L60 -110 C100 -60 150 20 170 90 L-170 90 C-150 20 -100 -60 -60 -110 Z';
    const beam = polygon([190, 596], [388, 470], [560, 900], [30, 900]);
    return (
      flat(beam, '#ffe6a6', 'opacity="0.28"') +
      flat(ellipse(290, 906, 270, 26), '#ffe6a6', 'opacity="0.4"') +
      art.castOnFloor(610, 930, 190) +
      cord('M740 926 C820 950 880 930 960 950') +
      line('M600 890 L740 600 L420 370', arm, 22) +
      line('M626 884 L762 602', arm, 8) +
      line('M740 576 L440 356', arm, 8) +
      art.solid('M440 930 C440 880 500 866 600 866 C700 866 760 880 760 930 Z', '#2f8c86', {
        grain: 60,
      }) +
      flat(ellipse(740, 592, 28), brass) +
      flat(ellipse(600, 872, 24), brass) +
      art.glow(300, 560, 200, '#fff0bf', 0.9) +
      place(
        310,
        440,
        flat(ellipse(0, 90, 168, 26), '#fff3cf') +
          art.solid(head, '#2f8c86', { grain: 90, depth: 28 }) +
          flat(box(-44, -140, 88, 36, 10), '#256e69'),
        { turn: 32 },
      ) +
      flat(ellipse(418, 366, 24), brass)
    );
  },
  lighthouse(art) {
    const tower = 'M388 470 L572 470 L630 926 L330 926 Z';
    const bands = [560, 716, 872].map((y) => flat(box(280, y, 400, 78), '#c8402f')).join('');
    return (
      flat(polygon([480, 400], [-80, 210], [-80, 520]), '#fff1b8', 'opacity="0.5"') +
      flat(polygon([480, 400], [1040, 270], [1040, 580]), '#fff1b8', 'opacity="0.32"') +
      art.castOnFloor(480, 926, 190) +
      art.glow(480, 400, 300, '#ffe28a', 0.9) +
      art.solid(tower, '#f6eedd', {
        inside: bands + flat('M450 926 L450 850 C450 810 510 810 510 850 L510 926 Z', '#3a3550'),
        grain: 130,
        depth: 44,
      }) +
      flat(box(454, 640, 44, 56, 20), '#3a3550') +
      art.solid(box(366, 448, 228, 30, 8), '#3a3550', { depth: 8, grain: 0 }) +
      flat(box(410, 340, 140, 110), '#ffe79c') +
      line('M410 340 L410 450 M457 340 L457 450 M503 340 L503 450 M550 340 L550 450', '#3a3550', 9) +
      art.solid('M386 344 C400 270 440 240 480 236 C520 240 560 270 574 344 Z', '#c8402f', {
        grain: 40,
      }) +
      line('M480 236 L480 190', '#3a3550', 10) +
      flat(ellipse(480, 186, 13), brass)
    );
  },
  pebbles(art) {
    const pebble = (cx, cy, rx, ry, fill) =>
      art.solid(
        `M${cx - rx} ${cy} C${cx - rx} ${cy - ry * 1.2} ${cx - rx * 0.3} ${cy - ry * 1.1} ${cx + rx * 0.1} ${cy - ry} C${cx + rx * 0.8} ${cy - ry * 0.9} ${cx + rx * 1.05} ${cy - ry * 0.2} ${cx + rx} ${cy + ry * 0.2} C${cx + rx * 0.9} ${cy + ry} ${cx + rx * 0.3} ${cy + ry} ${cx - rx * 0.1} ${cy + ry} C${cx - rx * 0.8} ${cy + ry} ${cx - rx} ${cy + ry * 0.6} ${cx - rx} ${cy} Z`,
        fill,
        { grain: 130, depth: 26 },
      );
    return (
      art.castOnFloor(480, 930, 210) +
      cord('M620 910 C720 950 800 900 960 940') +
      art.glow(480, 420, 470, '#ffe6a8', 0.75) +
      flat(box(468, 500, 24, 120), brass) +
      pebble(490, 880, 180, 60, '#6f7d83') +
      pebble(466, 776, 140, 56, '#c9a58a') +
      pebble(492, 682, 100, 48, '#ece2d2') +
      flat(ellipse(480, 560, 250, 28), '#fff3cf') +
      art.solid('M370 280 L590 280 L730 560 C600 588 360 588 230 560 Z', '#f3dfb4', {
        grain: 170,
        depth: 40,
        shade: 0.1,
        inside: art.glow(480, 520, 240, '#fff3c4', 0.9),
      }) +
      line('M370 282 L590 282 M232 558 C360 584 600 584 728 558', '#b98a52', 7)
    );
  },
  floor(art) {
    const wood = '#b57f4c';
    return (
      art.castOnFloor(500, 1096, 260, 26, 0.16) +
      cord('M520 620 C560 800 700 1040 960 1080') +
      art.glow(480, 400, 480, '#ffe0a0', 0.8) +
      line('M480 560 L480 1080', lighter(wood, 0.1), 22) +
      line('M462 560 L300 1092', wood, 24) +
      line('M498 560 L664 1092', wood, 24) +
      line('M398 800 L562 800', wood, 12) +
      flat(ellipse(480, 500, 280, 32), '#fff3cf') +
      art.solid('M340 190 L620 190 L762 500 C620 534 340 534 198 500 Z', '#eeb03c', {
        grain: 170,
        depth: 42,
        shade: 0.12,
        inside: art.glow(470, 450, 240, '#fff0bf', 0.75),
      }) +
      line('M200 500 C340 532 620 532 760 500 M340 192 L620 192', '#9c5f22', 8) +
      line('M560 520 L560 640', brass, 5, 'stroke-dasharray="1 10"') +
      flat(ellipse(560, 652, 12), brass)
    );
  },
};

export const looks = {
  'taheoo-laualamp': {
    scene: { shape: 'plain', tint: '#27304f', tone: '#27304f', floor: '#5d3d3a', floorAt: 890 },
    kind: 'dome',
  },
  'toadstool-lamp': {
    scene: { shape: 'hills', tint: '#47615c', tone: '#35504b', floor: '#263b37', floorAt: 890 },
    kind: 'toadstool',
  },
  'paper-moon-pendant': {
    scene: { shape: 'hills', tint: '#5a6a86', tone: '#3c4a66' },
    kind: 'paperMoon',
  },
  'long-neck-desk-lamp': {
    scene: { shape: 'window', tint: '#b5694e', tone: '#7c4135', floor: '#4b2f33', floorAt: 890 },
    kind: 'longNeck',
  },
  'lighthouse-night-light': {
    scene: { shape: 'wave', tint: '#2f5274', tone: '#25425f', floor: '#1d3149', floorAt: 900 },
    kind: 'lighthouse',
  },
  'pebble-stack-lamp': {
    scene: { shape: 'arch', tint: '#7c8a78', tone: '#66755f', floor: '#4c4a3e', floorAt: 890 },
    kind: 'pebbles',
  },
  'long-evening-floor-lamp': {
    scene: { shape: 'twinArch', tint: '#6a4256', tone: '#5a354a', floor: '#3d2635', floorAt: 1040 },
    kind: 'floor',
  },
};

export const draw = (art, look) => kinds[look.kind](art);
