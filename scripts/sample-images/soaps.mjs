import { darker, lighter } from './colour.mjs';
import { paperLabel, smallPrint } from './packets.mjs';
import { box, ellipse, flat, leaf, line, place } from './path.mjs';
import { specks } from './patterns.mjs';
import { bar, bottle, bubbles, pump } from './washstand.mjs';

const cedar = (colour) =>
  [-60, -30, 0, 30, 60]
    .map((turn) =>
      place(
        0,
        40,
        line('M0 0 L0 -90', colour, 7) +
          [-24, -48, -70]
            .map((y) => line(`M0 ${y} L-17 ${y - 16} M0 ${y} L17 ${y - 16}`, colour, 5))
            .join(''),
        { turn },
      ),
    )
    .join('');

const kinds = {
  cedar: (art) =>
    bar(art, {
      x: 500,
      y: 760,
      width: 500,
      height: 330,
      thick: 90,
      fill: '#b7c0a4',
      turn: -8,
      inked:
        specks(art, {
          left: -240,
          top: -150,
          right: 240,
          bottom: 150,
          colour: '#eef0e4',
          count: 90,
          size: 6,
        }) + place(0, 10, cedar(darker('#b7c0a4', 0.3)), { size: 1.15 }),
    }) +
    place(
      280,
      480,
      line('M0 0 C-40 -80 -60 -160 -40 -240', '#6b4a2c', 10) +
        [
          [-12, -50, -60],
          [-30, -110, 60],
          [-44, -150, -50],
          [-46, -190, 50],
          [-40, -230, 0],
          [-20, -80, 70],
        ]
          .map(([x, y, turn]) => place(x, y, flat(leaf(110, 24), '#4f7a5a'), { turn }))
          .join(''),
      { turn: 30, size: 1.1 },
    ) +
    specks(art, {
      left: 640,
      top: 1020,
      right: 860,
      bottom: 1110,
      colour: '#fbf8f0',
      count: 40,
      size: 12,
    }),
  oat: (art) =>
    bar(art, {
      x: 460,
      y: 760,
      width: 500,
      height: 330,
      thick: 90,
      fill: '#eccf94',
      turn: 6,
      inked:
        Array.from({ length: 40 }, () =>
          place(
            art.random(-230, 230),
            art.random(-150, 150),
            flat(ellipse(0, 0, 14, 8), '#f8e8c4') + line('M-10 0 L10 0', '#d3ac66', 3),
            { turn: art.random(0, 180) },
          ),
        ).join('') +
        [0, 60, 120, 180, 240, 300]
          .map((turn) =>
            place(0, 0, line('M-34 -60 L0 -79 L34 -60 L34 -20 L0 0 L-34 -20 Z', '#b9823a', 6), {
              turn,
            }),
          )
          .join(''),
    }) +
    place(
      740,
      470,
      line('M0 0 L0 -220', '#c99a52', 16) +
        [0, 1, 2, 3]
          .map((index) =>
            flat(
              ellipse(0, 30 + index * 26, 44 - Math.abs(index - 1.5) * 9, 13),
              index % 2 ? '#c99a52' : '#a9783a',
            ),
          )
          .join('') +
        line('M0 120 C-2 160 4 190 0 210', '#e9a52e', 17) +
        flat(ellipse(0, 216, 15, 18), '#e9a52e'),
      { turn: 12 },
    ),
  dish: (art) => {
    const herbs = paperLabel(
      190,
      210,
      [-36, 0, 36]
        .map((turn) =>
          place(
            0,
            50,
            line('M0 0 L0 -120', '#4f7a4a', 6) +
              [-30, -56, -82, -106]
                .map((y) => line(`M0 ${y} L-17 ${y - 16} M0 ${y} L17 ${y - 16}`, '#4f7a4a', 7))
                .join(''),
            { turn },
          ),
        )
        .join('') + smallPrint(78, '#4f7a4a', [100]),
    );
    const cap =
      flat(box(434, 330, 92, 70, 10), '#e8e1d2') +
      flat(box(462, 270, 36, 64, 8), '#e8e1d2') +
      flat('M462 270 L420 250 L420 236 L498 250 L498 276 Z', '#d2c9b6');
    const lemon = place(
      740,
      950,
      flat(ellipse(10, 16, 100, 84), '#2a1e2e', 'opacity="0.16"') +
        flat(ellipse(0, 0, 96), '#f2c230') +
        flat(ellipse(0, 0, 82), '#fdf3cf') +
        Array.from({ length: 8 }, (_, index) =>
          place(
            0,
            0,
            flat('M0 -10 C-16 -34 -26 -56 -22 -68 C-12 -76 12 -76 22 -68 C26 -56 16 -34 0 -10 Z', '#f7d65a'),
            { turn: index * 45 },
          ),
        ).join(''),
    );
    return (
      bottle(art, {
        x: 480,
        foot: 950,
        width: 320,
        height: 560,
        fill: '#b9d08a',
        label: herbs,
        cap,
      }) +
      lemon +
      bubbles([
        [210, 860, 56],
        [290, 760, 30],
        [180, 740, 22],
        [250, 980, 36],
        [700, 560, 40],
        [770, 640, 24],
        [730, 440, 18],
      ])
    );
  },
  coal: (art) =>
    bar(art, {
      x: 480,
      y: 800,
      width: 520,
      height: 320,
      thick: 90,
      fill: '#34343c',
      turn: 4,
      inked:
        specks(art, {
          left: -250,
          top: -150,
          right: 250,
          bottom: 150,
          colour: '#4a4a54',
          count: 90,
          size: 6,
        }) + [0, 120, 240].map((turn) => place(0, 0, flat(leaf(84, 30), '#5c5c68'), { turn })).join(''),
    }) +
    bar(art, {
      x: 500,
      y: 560,
      width: 440,
      height: 250,
      thick: 74,
      fill: '#3d3d47',
      turn: -7,
      inked:
        line('M-150 0 C-90 -50 -40 50 20 0 C70 -40 110 30 150 -10', '#7fb8a0', 13) +
        line('M-150 50 C-90 0 -40 100 20 50 C70 10 110 80 150 40', '#565662', 9),
    }) +
    place(
      740,
      420,
      [
        [0, 0, -50],
        [0, 0, 20],
        [0, 0, 80],
        [10, 20, 140],
      ]
        .map(([x, y, turn]) =>
          place(
            x,
            y,
            flat(leaf(130, 50), '#5fa080') +
              line(
                'M0 -8 L0 -104 M0 -40 L-24 -62 M0 -40 L24 -62 M0 -70 L-18 -88 M0 -70 L18 -88',
                '#3f7a60',
                4,
              ),
            { turn },
          ),
        )
        .join(''),
    ) +
    bubbles([
      [170, 620, 40],
      [220, 700, 22],
      [800, 960, 34],
    ]),
  driftwood: (art) => {
    const waves = paperLabel(
      220,
      260,
      line('M-80 -60 C-56 -90 -34 -90 -20 -60 C0 -90 26 -90 40 -60 C56 -86 70 -84 84 -66', '#31547c', 8) +
        line('M-80 -26 C-56 -56 -34 -56 -20 -26 C0 -56 26 -56 40 -26 C56 -52 70 -50 84 -32', '#5d86a6', 8) +
        flat(
          'M-90 40 C-60 14 -20 26 10 16 C40 4 60 20 92 12 C80 40 40 44 6 46 C-30 50 -60 60 -90 40 Z',
          '#a9825c',
        ) +
        line('M-60 38 C-30 30 10 36 60 22', '#7a5a3c', 4) +
        smallPrint(84, '#31547c', [120, 70]),
    );
    return (
      bottle(art, {
        x: 470,
        foot: 960,
        width: 340,
        height: 560,
        fill: '#8a5a36',
        label: waves,
        cap: pump(470, 402, '#b9bec2'),
      }) +
      place(
        760,
        990,
        art.solid('M-110 0 C-90 -50 90 -60 110 0 C100 36 -100 40 -110 0 Z', '#9aa4a6', {
          grain: 50,
          depth: 16,
        }) +
          art.solid('M-70 -50 C-60 -90 60 -90 70 -46 C50 -24 -60 -24 -70 -50 Z', '#c3c6c0', {
            grain: 30,
            depth: 12,
          }),
      ) +
      bubbles([
        [200, 700, 32],
        [250, 620, 18],
      ])
    );
  },
};

export const looks = {
  'cedar-and-salt-bar': {
    scene: { shape: 'blob', tint: '#e3ebe0', tone: '#a9c4b2' },
    kind: 'cedar',
  },
  'oat-and-honey-bar': {
    scene: { shape: 'lowSun', tint: '#f8ead0', tone: lighter('#eeb45a', 0.2) },
    kind: 'oat',
  },
  'window-herb-dish-soap': {
    scene: { shape: 'window', tint: '#d9e8ec', tone: '#9cc0c8', floor: '#e9dcc4', floorAt: 880 },
    kind: 'dish',
  },
  'peppermint-coal-bar': {
    scene: { shape: 'wave', tint: '#e6efe9', tone: '#a6d0be' },
    kind: 'coal',
  },
  'driftwood-hand-wash': {
    scene: { shape: 'tiles', tint: '#d5dfe2', tone: '#c3d1d6', floor: '#8d7460', floorAt: 890 },
    kind: 'driftwood',
  },
};

export const draw = (art, look) => kinds[look.kind](art);
