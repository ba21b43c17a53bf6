import { book, pencil } from './book.mjs';
import { darker } from './colour.mjs';
import { box, ellipse, flat, leaf, line, place, star } from './path.mjs';
import { halfDrop, marigold, specks, tile } from './patterns.mjs';

const label = (x, y, width, height, lines, ink) =>
  flat(box(x, y, width, height, 10), '#fbf3e2') +
  line(box(x + 9, y + 9, width - 18, height - 18, 6), ink, 3) +
  Array.from({ length: lines }, (_, index) =>
    line(
      `M${x + width * 0.24} ${y + height * 0.4 + index * 30} L${x + width * 0.76} ${y + height * 0.4 + index * 30}`,
      ink,
      5,
    ),
  ).join('');

const kinds = {
  indigo: (art) =>
    book(art, {
      fill: '#27406f',
      spine: '#c4512f',
      ribbon: '#c4512f',
      pattern: halfDrop(art, {
        size: 128,
        motif: (index) =>
          index
            ? marigold('#e8e4d6', '#27406f')()
            : [0, 90, 180, 270]
                .map((turn) => place(0, 0, flat(leaf(34, 13), '#8fa6cf'), { turn: turn + 45 }))
                .join(''),
      }),
      inked: label(400, 430, 220, 130, 2, '#c4512f'),
    }) + pencil(800, 760, 18, '#e2a33b'),
  thread: (art) =>
    book(art, {
      fill: '#d9c7a4',
      spine: '#b5583b',
      turn: 6,
      pattern: tile(
        art,
        14,
        14,
        '<path d="M0 4H14M4 0V14" stroke="#c2ac82" stroke-width="3" opacity="0.55"/>',
      ),
      inked:
        line(
          'M360 820 C420 700 330 640 420 560 C520 470 640 560 590 640 C550 704 460 660 490 590 C520 520 640 470 760 400',
          '#b5583b',
          8,
        ) +
        line('M360 820 L340 864', '#8d8a86', 9) +
        flat(ellipse(357, 828, 5, 8), '#d9c7a4'),
    }) +
    place(
      180,
      960,
      flat(ellipse(8, 12, 76, 62), '#2a1e2e', 'opacity="0.16"') +
        art.solid(box(-50, -60, 100, 120, 10), '#b5583b', {
          depth: 12,
          grain: 30,
          inside: line(
            'M-50 -40 L50 -24 M-50 -16 L50 0 M-50 8 L50 24 M-50 32 L50 48',
            darker('#b5583b', 0.2),
            5,
          ),
        }) +
        art.solid(box(-62, -78, 124, 26, 10), '#e8cf9e', { depth: 6, grain: 6 }) +
        art.solid(box(-62, 52, 124, 26, 10), '#e8cf9e', { depth: 6, grain: 6 }),
    ),
  rain: (art) => {
    const drops = Array.from({ length: 26 }, () => {
      const [x, y, r] = [art.random(330, 690), art.random(320, 920), art.random(6, 15)];
      return (
        flat(
          `M${x} ${y - r * 1.7} C${x + r * 0.4} ${y - r} ${x + r} ${y - r * 0.4} ${x + r} ${y + r * 0.2} C${x + r} ${y + r * 1.2} ${x - r} ${y + r * 1.2} ${x - r} ${y + r * 0.2} C${x - r} ${y - r * 0.4} ${x - r * 0.4} ${y - r} ${x} ${y - r * 1.7} Z`,
          '#bcd9d4',
          'opacity="0.75"',
        ) + flat(ellipse(x - r * 0.35, y, r * 0.22), '#ffffff')
      );
    }).join('');
    return (
      book(art, {
        fill: '#e0a92e',
        spine: '#2f3a44',
        band: '#2f3a44',
        turn: -9,
        inked:
          drops +
          line('M400 560 L480 440 L560 560 M440 600 L520 470 L620 600', '#2f3a44', 9) +
          line('M392 604 L628 604', '#2f3a44', 9),
      }) + pencil(170, 820, -24, '#2f5a4a')
    );
  },
  weeks: (art) => {
    const rows = Array.from({ length: 9 }, (_, index) =>
      line(
        `M370 ${430 + index * 48} L${index === 5 ? 640 : 480 + ((index * 67) % 150)} ${430 + index * 48}`,
        index === 5 ? '#fbf3e2' : '#f2b79b',
        9,
      ),
    ).join('');
    return (
      book(art, {
        fill: '#d9603a',
        spine: '#b3482a',
        ribbon: '#2a2a30',
        turn: 5,
        inked: rows + flat(ellipse(628, 366, 26), '#fbe3a0'),
      }) +
      place(
        186,
        900,
        flat(ellipse(10, 14, 92), '#2a1e2e', 'opacity="0.16"') +
          art.solid(ellipse(0, 0, 92), '#f4ecdf', { depth: 12, grain: 20 }) +
          flat(ellipse(0, 0, 64), '#7a4a30') +
          flat(ellipse(-20, -20, 20, 10), '#a9714c'),
      )
    );
  },
  kitchen: (art) => {
    const tool = {
      spoon: flat(ellipse(0, -86, 32, 44), '#f6e2b8') + line('M0 -50 L0 110', '#f6e2b8', 16),
      whisk:
        line('M0 10 L0 110', '#f6e2b8', 18) +
        line(
          'M0 10 C-70 -40 -50 -130 0 -130 C50 -130 70 -40 0 10 M0 10 C-28 -40 -22 -120 0 -130 C22 -120 28 -40 0 10',
          '#f6e2b8',
          7,
        ),
    };
    return (
      book(art, {
        fill: '#3f7a6b',
        spine: '#e2783f',
        band: '#e2783f',
        turn: -5,
        inked:
          place(420, 560, tool.spoon, { turn: -14, size: 1.15 }) +
          place(556, 560, tool.whisk, { turn: 14, size: 1.15 }) +
          line('M380 800 L600 800 M420 840 L560 840', '#f6e2b8', 9),
      }) +
      place(
        820,
        950,
        flat(ellipse(10, 14, 84, 78), '#2a1e2e', 'opacity="0.16"') +
          art.solid(ellipse(0, 0, 84, 78), '#d8452f', { grain: 60 }) +
          flat(star(0, -20, 46, 16, 5), '#4f7a3c') +
          line('M0 -20 L8 -56', '#4f7a3c', 9),
      ) +
      place(
        160,
        290,
        [0, 60, -60, 120]
          .map((turn) => place(0, 0, flat(leaf(80, 30), '#6a8f4a'), { turn: turn - 20 }))
          .join(''),
      )
    );
  },
  song: (art) => {
    const staves = [440, 620, 800]
      .map((y) =>
        line(
          [0, 1, 2, 3, 4].map((row) => `M350 ${y + row * 20} L690 ${y + row * 20}`).join(' '),
          '#f0dcd0',
          4,
        ),
      )
      .join('');
    const note = (x, y, up = true) =>
      place(
        x,
        y,
        flat(ellipse(0, 0, 19, 14), '#f7c65a', 'transform="rotate(-18)"') +
          line(up ? 'M17 -4 L17 -82' : 'M-17 4 L-17 82', '#f7c65a', 7),
      );
    const tune = [
      [390, 500],
      [450, 480],
      [510, 460],
      [590, 490],
      [660, 470],
      [400, 690],
      [480, 640, false],
      [560, 660],
      [640, 700],
      [390, 850],
      [470, 870],
      [550, 830],
      [640, 810, false],
    ]
      .map((n) => note(...n))
      .join('');
    return (
      book(art, {
        fill: '#5b2f52',
        spine: '#44213e',
        ribbon: '#f7c65a',
        turn: 7,
        inked: staves + tune,
      }) + pencil(140, 700, 12, '#c4512f')
    );
  },
  atlas: (art) => {
    const stars = [
      [380, 430],
      [460, 520],
      [560, 500],
      [620, 600],
      [540, 700],
      [430, 680],
      [400, 820],
      [600, 830],
    ];
    return (
      book(art, {
        fill: '#1d2138',
        spine: '#12152a',
        band: '#d9a441',
        pages: '#2b2e44',
        turn: -6,
        inked:
          specks(art, {
            left: 320,
            top: 310,
            right: 700,
            bottom: 930,
            colour: '#7d86b3',
            count: 90,
            size: 3,
          }) +
          line(
            `M${stars
              .slice(0, 6)
              .map((p) => p.join(' '))
              .join(' L')} L460 520 M430 680 L400 820 M540 700 L600 830`,
            '#d9a441',
            4,
          ) +
          stars.map(([x, y]) => flat(star(x, y, 19, 6, 4), '#f7ecc8')).join(''),
      }) + pencil(816, 720, 14, '#f4f0e6')
    );
  },
};

export const looks = {
  'neel-block-print-notebook': {
    scene: { shape: 'corner', tint: '#f3dfc0', tone: '#e9c184' },
    zoom: 1.12,
    foot: 620,
    lift: 20,
    kind: 'indigo',
  },
  'mottelong-joonteta-markmik': {
    scene: { shape: 'wave', tint: '#dbe4e2', tone: '#a9c2c0' },
    zoom: 1.12,
    foot: 620,
    lift: 20,
    kind: 'thread',
  },
  'rainproof-pocket-log': {
    scene: { shape: 'band', tint: '#cfdbe0', tone: '#a7bfc9' },
    zoom: 1.12,
    foot: 620,
    lift: 20,
    kind: 'rain',
  },
  'one-line-a-week': {
    scene: { shape: 'tiles', tint: '#efe2dc', tone: '#e2cfc6' },
    zoom: 1.12,
    foot: 620,
    lift: 20,
    kind: 'weeks',
  },
  'kitchen-ledger': {
    scene: { shape: 'tiles', tint: '#f6e3bc', tone: '#ecd09a' },
    zoom: 1.12,
    foot: 620,
    lift: 20,
    kind: 'kitchen',
  },
  'songbook-for-humming': {
    scene: { shape: 'blob', tint: '#f2dfe0', tone: '#e0b4be' },
    zoom: 1.12,
    foot: 620,
    lift: 20,
    kind: 'song',
  },
  'star-atlas-sketchbook': {
    scene: { shape: 'sun', tint: '#c8c6dc', tone: '#aaa8cb' },
    zoom: 1.12,
    foot: 620,
    lift: 20,
    kind: 'atlas',
  },
};

export const draw = (art, look) => kinds[look.kind](art);
