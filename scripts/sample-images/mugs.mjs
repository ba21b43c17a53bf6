import { ellipse, flat, leaf, line, place } from './path.mjs';
import { specks } from './patterns.mjs';
import { vessel, steam } from './vessel.mjs';

function blossom(x, y, size, petal) {
  const petals = [0, 72, 144, 216, 288]
    .map((turn) => place(0, 0, flat(leaf(34, 20), petal), { turn }))
    .join('');
  return place(x, y, petals + flat(ellipse(0, 0, 8), '#e8b64a'), { size, turn: x % 60 });
}

const kinds = {
  egg: (art) =>
    steam(430, 450, '#ffffff') +
    vessel(art, {
      fill: '#6fa8b5',
      drink: '#5a3524',
      handle: 'ear',
      inked:
        flat(
          'M330 700 C300 620 380 570 450 596 C520 560 610 610 590 690 C640 760 560 830 490 800 C420 850 330 800 330 700 Z',
          '#fdf7ea',
        ) +
        flat(ellipse(462, 702, 72), '#f2a92c') +
        flat(ellipse(440, 678, 20, 15), '#fbd681') +
        flat('M520 740 C560 790 530 850 548 900 C520 860 510 800 500 762 Z', '#f2a92c'),
    }),
  blossom: (art) =>
    steam(430, 450, '#ffffff') +
    vessel(art, {
      fill: '#f3c9c0',
      drink: '#7a4a30',
      handle: 'loop',
      handleWidth: 40,
      belly: 26,
      lip: '#fbe9df',
      inked:
        line(
          'M290 900 C360 840 380 760 440 710 C500 660 520 620 640 580 M440 710 C430 660 400 620 410 580 M520 640 C540 700 590 720 620 720',
          '#7b5140',
          11,
        ) +
        [
          [440, 706, 1.25],
          [560, 612, 1.1],
          [408, 580, 0.95],
          [372, 790, 1.15],
          [606, 716, 0.9],
          [500, 800, 0.8],
        ]
          .map(([x, y, size]) => blossom(x, y, size, '#fffaf2'))
          .join('') +
        [
          [330, 846, 40],
          [480, 670, -30],
          [540, 690, 100],
          [400, 650, -70],
        ]
          .map(([x, y, turn]) => place(x, y, flat(leaf(42, 16), '#7e9a62'), { turn }))
          .join(''),
    }),
  rain: (art) => {
    let drops = '';
    for (let index = 0; index < 34; index += 1) {
      const [x, y] = [Math.round(art.random(280, 680)), Math.round(art.random(560, 840))];
      drops += `M${x} ${y} L${x - 10} ${y + 34} `;
    }
    return (
      art.castOnFloor(480, 916, 330, 44, 0.1) +
      flat(ellipse(480, 908, 270, 36), '#7c5638') +
      flat(ellipse(480, 900, 270, 36), '#a87648') +
      steam(440, 440, '#ffffff') +
      vessel(art, {
        cx: 480,
        foot: 900,
        height: 390,
        rim: 186,
        base: 128,
        belly: 34,
        fill: '#8fb6c9',
        drink: '#9aa84c',
        lip: '#f1efe2',
        inked:
          flat(
            'M240 470 L720 470 L720 590 C660 640 620 560 560 610 C500 660 470 590 410 620 C350 650 300 590 240 610 Z',
            '#4d7d9c',
          ) +
          line(drops, '#e9f2f2', 6, 'opacity="0.8"') +
          flat('M280 850 L700 850 L700 930 L280 930 Z', '#c99a74'),
      })
    );
  },
  dip: (art) =>
    vessel(art, {
      fill: '#d9a07a',
      drink: '#f1e2cd',
      handle: 'square',
      lip: '#2f8c93',
      inside: '#246e75',
      base: 178,
      rim: 182,
      height: 410,
      inked:
        flat(
          'M200 440 L760 440 L760 690 C700 740 640 660 570 704 C500 744 440 690 380 716 C320 738 270 690 200 716 Z',
          '#2f8c93',
        ) + specks(art, { left: 290, top: 720, right: 640, bottom: 900, colour: '#a86f4c', count: 70 }),
    }),
  soup: (art) =>
    steam(410, 470, '#ffffff') +
    vessel(art, {
      cx: 420,
      foot: 930,
      height: 400,
      rim: 262,
      base: 190,
      belly: 34,
      fill: '#7c8c56',
      drink: '#e07f3a',
      handle: 'large',
      handleWidth: 54,
      handleAt: 0.16,
      lip: '#e4e3c4',
      inked: line('M130 640 C280 690 560 690 700 640 M140 690 C300 738 540 738 690 690', '#e4e3c4', 12),
    }) +
    [
      [360, 562, 30],
      [450, 566, -40],
      [400, 552, 80],
    ]
      .map(([x, y, turn]) => place(x, y, flat(leaf(34, 13), '#4f7a3c'), { turn }))
      .join(''),
  pair: (art) => {
    const lower = vessel(art, {
      cx: 470,
      foot: 940,
      height: 270,
      rim: 168,
      base: 130,
      belly: 20,
      fill: '#c4583c',
      handle: 'loop',
      handleWidth: 38,
      handleAt: 0.14,
      inked: flat('M200 850 L800 850 L800 960 L200 960 Z', '#e8c9a4'),
    });
    const upper = vessel(art, {
      cx: 456,
      foot: 694,
      floating: true,
      height: 262,
      rim: 164,
      base: 128,
      belly: 20,
      fill: '#f0e2c6',
      drink: '#3d241b',
      handle: 'loop',
      handleWidth: 38,
      handleAt: 0.14,
      inked: flat('M200 604 L800 604 L800 720 L200 720 Z', '#31547c'),
    });
    return steam(430, 390, '#ffffff') + lower + upper;
  },
  enamel: (art) =>
    steam(430, 440, '#ffffff') +
    vessel(art, {
      fill: '#2f5a4a',
      drink: '#4a2c20',
      handle: 'ear',
      handleWidth: 30,
      rim: 186,
      base: 178,
      height: 380,
      lip: '#1d2b2a',
      inside: '#f3ecdb',
      inked: specks(art, {
        left: 280,
        top: 530,
        right: 650,
        bottom: 910,
        colour: '#f3ecdb',
        count: 170,
        size: 5,
      }),
    }),
  crater: (art) => {
    const craters = Array.from({ length: 26 }, () => {
      const [x, y, r] = [art.random(290, 640), art.random(540, 900), art.random(9, 34)];
      return (
        flat(ellipse(x, y, r, r * 0.85), '#8d8a94') +
        flat(ellipse(x + 3, y + 4, r * 0.78, r * 0.62), '#c9c5c6')
      );
    }).join('');
    return vessel(art, {
      fill: '#b5b1b6',
      drink: '#5a3524',
      handle: 'ear',
      inked: craters,
      lip: '#ece7de',
      belly: 12,
    });
  },
};

export const looks = {
  'sunny-side-up-mug': {
    scene: { shape: 'tiles', tint: '#f9e3a8', tone: '#f4d588', floor: '#e2784c' },
    zoom: 1.22,
    kind: 'egg',
  },
  'ounaoie-kruus': {
    scene: { shape: 'window', tint: '#dfe8d6', tone: '#9fb894', floor: '#b98c66' },
    zoom: 1.22,
    kind: 'blossom',
  },
  'yunomi-ameagari': {
    scene: { shape: 'sun', tint: '#e7e4dc', tone: '#f3b49a', floor: '#d9cdb6' },
    zoom: 1.22,
    kind: 'rain',
  },
  'two-tone-dip-mug': {
    scene: { shape: 'twinArch', tint: '#f7e8d6', tone: '#efcf9f', floor: '#c98a62' },
    zoom: 1.22,
    kind: 'dip',
  },
  'enormous-soup-mug': {
    scene: { shape: 'lowSun', tint: '#f0dcc4', tone: '#e8b58a', floor: '#8c4a38' },
    kind: 'soup',
  },
  'espresso-pair': {
    scene: { shape: 'wallpaper', tint: '#d8e0e6', tone: '#cdd7df', floor: '#47597a' },
    zoom: 1.16,
    kind: 'pair',
  },
  'speckled-camp-mug': {
    scene: { shape: 'hills', tint: '#f6d9b8', tone: '#c98e63', floor: '#7a4f3a' },
    zoom: 1.22,
    kind: 'enamel',
  },
  'moon-crater-mug': {
    scene: { shape: 'moon', tint: '#3a4060', tone: '#f1e8c8', floor: '#252a44' },
    zoom: 1.22,
    kind: 'crater',
  },
};

export const draw = (art, look) => kinds[look.kind](art);
