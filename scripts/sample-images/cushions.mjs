import { darker, lighter } from './colour.mjs';
import { box, ellipse, flat, line, place, polygon } from './path.mjs';
import { checks, chips, scales, stripes } from './patterns.mjs';

const plump =
  'M190 330 C240 372 300 356 480 352 C660 356 720 372 770 330 C734 400 748 470 750 620 C748 770 734 850 776 912 C720 876 660 892 480 896 C300 892 240 876 184 912 C226 850 212 770 210 620 C212 470 226 400 190 330 Z';

const square = (art, fill, options, piping) =>
  art.castOnFloor(490, 915, 330, 42, 0.22) +
  place(
    0,
    0,
    art.solid(plump, fill, { grain: 260, depth: 44, ...options }) +
      (piping ? line(plump, piping, 9) : '') +
      line(
        'M206 344 C236 374 250 392 262 420 M754 344 C726 374 712 392 700 420',
        darker(fill, 0.5),
        5,
        'opacity="0.3"',
      ),
  );

/** One arm of the ram's horn, the oldest figure in felt. */
const horn =
  'M0 0 C0 -60 -10 -110 -60 -130 C-110 -148 -140 -100 -112 -72 C-94 -54 -66 -66 -72 -90 C-50 -86 -52 -46 -84 -40 C-136 -34 -170 -90 -140 -136 C-104 -188 -24 -170 0 -112 C24 -170 104 -188 140 -136 C170 -90 136 -34 84 -40 C52 -46 50 -86 72 -90 C66 -66 94 -54 112 -72 C140 -100 110 -148 60 -130 C10 -110 0 -60 0 0 Z';

const kinds = {
  shyrdak(art) {
    const cream = '#f6e7cb';
    const border = Array.from({ length: 12 }, (_, index) => {
      const at = 232 + index * 45;
      return [
        polygon([at, 372], [at + 45, 372], [at + 22, 404]),
        polygon([at, 876], [at + 45, 876], [at + 22, 844]),
        polygon([222, at + 120], [222, at + 165], [256, at + 142]),
        polygon([738, at + 120], [738, at + 165], [704, at + 142]),
      ].join(' ');
    }).join(' ');
    const horns = [0, 90, 180, 270]
      .map((turn) => place(480, 624, flat(horn, cream), { turn, size: 1.12 }))
      .join('');
    const inside =
      flat(box(262, 410, 436, 430), '#27406b') +
      line(box(262, 410, 436, 430), cream, 7) +
      horns +
      flat(polygon([480, 574], [530, 624], [480, 674], [430, 624]), '#e2a33b') +
      flat(border, cream);
    return square(art, '#a8322d', { inside }, '#e2a33b');
  },
  sunset(art) {
    const inside =
      flat(box(150, 300, 660, 330), '#f3b54a') +
      flat(ellipse(480, 610, 120), '#f7e0a0') +
      flat(
        'M150 620 L260 500 L330 570 L440 450 L520 560 L610 470 L700 560 L820 480 L820 660 L150 660 Z',
        '#9c3f56',
      ) +
      flat('M150 650 L300 560 L420 640 L560 560 L700 640 L820 590 L820 700 L150 700 Z', '#6b2c52') +
      flat(box(150, 670, 660, 280), '#2f6f83') +
      flat(box(380, 690, 200, 14, 7), '#f7e0a0') +
      flat(box(410, 726, 140, 12, 6), '#f7e0a0') +
      flat(box(434, 760, 92, 11, 5), '#f7e0a0') +
      line('M230 740 L330 740 M620 760 L740 760 M260 800 L420 800 M540 820 L680 820', '#8fc0c4', 7);
    return square(art, '#e2793f', { inside }, '#fbe8c4');
  },
  terrazzo: (art) =>
    square(
      art,
      '#f4ecdf',
      {
        inside: chips(art, {
          left: 190,
          top: 330,
          right: 770,
          bottom: 910,
          count: 120,
          size: 21,
          colours: ['#d8593f', '#2f6d7a', '#e7b04a', '#8aa183', '#e9a5a0', '#2b3a55'],
        }),
      },
      '#d8593f',
    ),
  lemon(art) {
    const segments = Array.from({ length: 8 }, (_, index) =>
      place(
        480,
        620,
        flat(
          'M0 -28 C-50 -100 -84 -180 -70 -222 C-40 -246 40 -246 70 -222 C84 -180 50 -100 0 -28 Z',
          '#f7d04a',
        ) + line('M-34 -190 L-20 -150 M20 -200 L14 -160 M-4 -120 L-2 -96', '#fff3b8', 7),
        { turn: index * 45 },
      ),
    ).join('');
    return (
      art.castOnFloor(490, 930, 300, 40) +
      art.solid(ellipse(480, 620, 320, 312), '#efb91f', {
        grain: 200,
        depth: 34,
        inside: flat(ellipse(480, 620, 284, 278), '#fdf3cf') + segments,
      }) +
      flat(ellipse(480, 620, 22), '#efb91f') +
      flat(ellipse(474, 614, 8), '#fdf3cf')
    );
  },
  bolster(art) {
    const body = box(160, 520, 620, 320, 70);
    const colours = ['#a8322d', '#f0cf8a', '#27406b', '#2e8c8a', '#f0cf8a', '#a8322d'];
    const bands = colours
      .map((colour, index) => flat(box(160 + index * 104, 500, 104, 360), colour))
      .join('');
    const zigzag = (x, colour) =>
      line(
        `M${x} 520 ${Array.from({ length: 11 }, (_, index) => `L${x + (index % 2 ? 0 : 50)} ${540 + index * 30}`).join(' ')}`,
        colour,
        9,
      );
    const tassel = (x, y) =>
      line(`M${x} ${y} L${x} ${y + 40}`, '#e2a33b', 8) +
      flat(
        `M${x - 18} ${y + 40} L${x + 18} ${y + 40} L${x + 30} ${y + 150} L${x - 30} ${y + 150} Z`,
        '#e2a33b',
      ) +
      line(
        `M${x - 10} ${y + 70} L${x - 16} ${y + 146} M${x + 2} ${y + 70} L${x + 2} ${y + 148} M${x + 12} ${y + 70} L${x + 18} ${y + 146}`,
        '#a86f1c',
        4,
      ) +
      flat(ellipse(x, y + 40, 20, 17), '#a8322d');
    return (
      art.castOnFloor(480, 850, 350, 38) +
      art.solid(body, '#a8322d', {
        inside:
          bands +
          zigzag(190, '#f0cf8a') +
          zigzag(396, '#f0cf8a') +
          zigzag(500, '#f6e7cb') +
          zigzag(704, '#f0cf8a'),
        depth: 40,
        grain: 200,
      }) +
      flat(ellipse(196, 680, 34, 118), darker('#a8322d', 0.25)) +
      flat(ellipse(196, 680, 12, 40), '#e2a33b') +
      tassel(196, 690) +
      tassel(772, 640)
    );
  },
  windowSeat: (art) =>
    square(
      art,
      '#eff0df',
      { pattern: checks(art, { colour: '#8aa183', size: 44, angle: 0, opacity: 0.55 }) },
      '#5f7a5a',
    ),
  storm: (art) =>
    square(art, '#2f6a58', { pattern: scales(art, { colour: '#5d9a84', size: 96 }) }, '#1f4a3e'),
  flock(art) {
    const sheep = (x, y, flip) =>
      place(
        x,
        y,
        line('M-26 26 L-26 52 M22 26 L22 52', '#4c4648', 9) +
          [
            [-30, 0],
            [-8, -14],
            [18, -10],
            [34, 6],
            [-12, 12],
            [14, 14],
          ]
            .map(([a, b]) => flat(ellipse(a, b, 24, 22), '#f4efe4'))
            .join('') +
          flat(ellipse(-52, -8, 17, 20), '#4c4648'),
        { flip, size: 1.15 },
      );
    const inside = [
      [320, 470],
      [480, 450, true],
      [640, 480],
      [380, 620, true],
      [570, 610],
      [320, 770],
      [480, 770, true],
      [640, 760],
    ]
      .map((spot) => sheep(...spot))
      .join('');
    return square(
      art,
      '#a39d98',
      {
        inside,
        pattern: stripes(art, { colour: lighter('#a39d98', 0.15), width: 6, gap: 12, angle: 90 }),
      },
      '#f4efe4',
    );
  },
};

export const looks = {
  'shyrdak-jazdyk-ala-too': {
    scene: { shape: 'hills', tint: '#f6ddb4', tone: '#dba66a', floor: '#7a3f35', floorAt: 850 },
    zoom: 1.12,
    lift: 10,
    kind: 'shyrdak',
  },
  'tyoplyj-vecher-podushka': {
    scene: { shape: 'arch', tint: '#e9d3d6', tone: '#d5a9b4', floor: '#5d3a55', floorAt: 850 },
    zoom: 1.12,
    lift: 10,
    kind: 'sunset',
  },
  'terrazzo-cushion': {
    scene: { shape: 'blob', tint: '#f3dcd2', tone: '#e9b7a8', floor: '#b9675a', floorAt: 850 },
    zoom: 1.12,
    lift: 10,
    kind: 'terrazzo',
  },
  'lemon-slice-floor-cushion': {
    scene: { shape: 'corner', tint: '#cfe3df', tone: '#a6cdc7', floor: '#3f8582', floorAt: 850 },
    zoom: 1.12,
    lift: 10,
    kind: 'lemon',
  },
  'caravan-bolster': {
    scene: { shape: 'lowSun', tint: '#f6e3bd', tone: '#f0b465', floor: '#c98549', floorAt: 790 },
    kind: 'bolster',
  },
  'window-seat-cushion': {
    scene: { shape: 'window', tint: '#e7ecf0', tone: '#a9bccb', floor: '#c9a27c', floorAt: 850 },
    zoom: 1.12,
    lift: 10,
    kind: 'windowSeat',
  },
  'storm-glass-cushion': {
    scene: { shape: 'rays', tint: '#e2ead9', tone: '#d3dfca', floor: '#8a6a4a', floorAt: 850 },
    zoom: 1.12,
    lift: 10,
    kind: 'storm',
  },
  'grey-flock-cushion': {
    scene: { shape: 'hills', tint: '#dbe8ef', tone: '#a8c49a', floor: '#7f9c73', floorAt: 850 },
    zoom: 1.12,
    lift: 10,
    kind: 'flock',
  },
};

export const draw = (art, look) => kinds[look.kind](art);
