import { darker } from './colour.mjs';
import { box, ellipse, flat, leaf, line, place, star } from './path.mjs';
import { paperLabel, pouch, smallPrint, tin } from './packets.mjs';
import { halfDrop, sprig } from './patterns.mjs';

const leaves = (spots, colour) =>
  spots
    .map(([x, y, turn, length = 70]) =>
      place(
        x,
        y,
        flat(leaf(length, length * 0.3), colour) + line(`M0 -6 L0 ${-length * 0.8}`, darker(colour, 0.25), 3),
        { turn },
      ),
    )
    .join('');

const kinds = {
  masala: (art) => {
    const pod = (x, y, turn) =>
      place(
        x,
        y,
        flat('M0 -40 C24 -24 26 24 0 40 C-26 24 -24 -24 0 -40 Z', '#8fae5a') +
          line('M0 -36 L0 36 M-10 -24 C-16 0 -14 14 -8 26 M10 -24 C16 0 14 14 8 26', '#5f7f38', 4),
        { turn },
      );
    const star8 = (x, y, size) =>
      place(
        x,
        y,
        Array.from({ length: 8 }, (_, index) =>
          place(0, 0, flat(leaf(50, 15), '#6b3f26') + flat(ellipse(0, -26, 5, 8), '#c98a4a'), {
            turn: index * 45,
          }),
        ).join('') + flat(ellipse(0, 0, 9), '#4a2a18'),
        { size },
      );
    return (
      tin(art, {
        x: 460,
        width: 360,
        height: 500,
        fill: '#b8392f',
        lid: '#d9a441',
        label:
          flat(ellipse(0, 0, 134, 150), '#f6dfa8') +
          line(ellipse(0, 0, 118, 134), '#b8392f', 5) +
          flat('M-66 -34 L66 -34 L50 64 Q46 74 36 74 L-36 74 Q-46 74 -50 64 Z', '#8a4a2a') +
          flat(ellipse(0, -34, 66, 13), '#d9a06a') +
          line('M-20 -64 C-36 -84 -4 -92 -20 -112 M20 -64 C4 -84 36 -92 20 -112', '#b8392f', 7) +
          line('M-62 0 L62 0 M-58 30 L58 30', '#d9a06a', 4) +
          flat(star(0, 108, 14, 6, 6), '#b8392f'),
      }) +
      star8(760, 960, 1.25) +
      star8(190, 1030, 1) +
      pod(700, 1050, 60) +
      pod(280, 1060, -50) +
      pod(820, 1060, 20) +
      place(
        600,
        1040,
        flat(
          'M-70 10 C-70 -30 -30 -30 -20 -14 C-10 -50 40 -40 34 -10 C60 -30 90 0 70 24 C40 44 -50 44 -70 10 Z',
          '#d9b070',
        ) + line('M-40 -14 C-34 0 -36 16 -42 26 M8 -24 C14 -6 12 12 6 26', '#b98a4a', 4),
      )
    );
  },
  ivan: (art) => {
    const fireweed = (x, y, turn, size) =>
      place(
        x,
        y,
        line('M0 0 L0 -360', '#6f8f5a', 8) +
          leaves(
            [
              [0, -60, -60],
              [0, -90, 60],
              [0, -130, -56],
              [0, -160, 56],
            ],
            '#7fa066',
          ) +
          [0, 1, 2, 3, 4, 5, 6]
            .map((index) =>
              [-1, 1]
                .map((side) =>
                  place(
                    side * (34 - index * 4),
                    -190 - index * 26,
                    flat(ellipse(0, 0, 17 - index, 14 - index), index % 2 ? '#c2558f' : '#d574a6'),
                  ),
                )
                .join(''),
            )
            .join('') +
          flat(ellipse(0, -372, 7, 14), '#a8407a'),
        { turn, size },
      );
    return (
      fireweed(240, 940, -14, 1.5) +
      fireweed(760, 930, 16, 1.35) +
      pouch(art, {
        width: 360,
        height: 540,
        fill: '#dcc9a0',
        tie: '#7a5a3a',
        label: paperLabel(
          240,
          270,
          flat(ellipse(0, -30, 92), '#a9cbd6') +
            flat('M-92 -20 L-40 -80 L-6 -42 L34 -96 L90 -24 C80 40 -76 44 -92 -20 Z', '#5d7f8c') +
            flat('M-54 -64 L-40 -80 L-26 -66 L-36 -58 Z M18 -74 L34 -96 L52 -74 L36 -66 Z', '#ffffff') +
            flat('M-92 -16 C-40 -40 40 -30 92 -14 C76 74 -72 78 -92 -16 Z', '#7a9d62') +
            line('M-22 10 C-10 -8 10 -8 22 10', '#fbf3e2', 9) +
            smallPrint(88, '#7a5a3a', [130, 80]),
          '#fbf3e2',
        ),
      })
    );
  },
  smoke: (art) => {
    const pine = (x, size) =>
      place(
        x,
        60,
        flat(
          'M0 -150 L34 -86 L18 -90 L52 -30 L28 -34 L66 36 L-66 36 L-28 -34 L-52 -30 L-18 -90 L-34 -86 Z',
          '#1f332c',
        ),
        { size },
      );
    return (
      line(
        'M640 380 C560 320 720 260 640 180 C580 120 680 60 640 -10 M720 380 C680 330 780 290 730 220',
        '#f3ece0',
        16,
        'opacity="0.4"',
      ) +
      tin(art, {
        x: 440,
        width: 350,
        height: 520,
        fill: '#3a4f47',
        lid: '#23302b',
        label:
          flat(box(-176, 60, 352, 90), '#e0793a') +
          pine(-90, 1) +
          pine(10, 1.35) +
          pine(104, 0.9) +
          flat(box(-176, 92, 352, 40), '#1f332c') +
          smallPrint(170, '#e8dcc0', [150, 90]),
      }) +
      place(
        720,
        950,
        flat(ellipse(10, 16, 130, 40), '#2a1e2e', 'opacity="0.2"') +
          flat('M-120 -10 C-110 50 110 50 120 -10 Z', '#e8dcc0') +
          flat(ellipse(0, -10, 120, 26), '#cbbd9c') +
          flat(ellipse(0, -10, 104, 20), '#2b211c') +
          line(
            'M-70 -12 L-40 -18 M-30 -6 L10 -10 M20 -16 L60 -8 M-10 -20 L16 -18 M50 -4 L80 -10',
            '#5b4636',
            7,
          ),
      )
    );
  },
  linden: (art) => {
    const bloom = (x, y, turn) =>
      place(
        x,
        y,
        line('M0 0 C10 -40 0 -80 0 -110 M0 -60 L-36 -100 M0 -60 L36 -96', '#8a9a52', 6) +
          [
            [0, -116],
            [-40, -104],
            [40, -100],
          ]
            .map(([a, b]) => flat(star(a, b, 22, 12, 7), '#f7e29a') + flat(ellipse(a, b, 6), '#d9a441'))
            .join('') +
          flat(leaf(130, 20), '#c3cf8a', 'transform="rotate(70)"'),
        { turn },
      );
    const moon =
      flat(ellipse(0, -20, 88), '#f7e7b0') +
      flat(ellipse(34, -40, 76), '#34456b') +
      flat(star(60, -70, 15, 5, 4), '#f7e7b0') +
      flat(star(96, -6, 10, 4, 4), '#f7e7b0') +
      flat(star(30, 6, 9, 3, 4), '#f7e7b0') +
      smallPrint(120, '#f7e7b0', [140, 84]);
    return (
      pouch(art, {
        width: 390,
        height: 570,
        fill: '#34456b',
        tie: '#c3cf8a',
        label: moon,
        pattern: halfDrop(art, { size: 130, motif: sprig('#3f5480') }),
      }) +
      bloom(210, 1010, -50) +
      bloom(770, 990, 60)
    );
  },
};

export const looks = {
  'masala-chai-adrak-elaichi': {
    scene: { shape: 'arch', tint: '#f7e0b4', tone: '#f0b65a', floor: '#5d7f6a', floorAt: 880 },
    kind: 'masala',
  },
  'ivan-chaj-s-chabrecom': {
    scene: { shape: 'hills', tint: '#d3e4ee', tone: '#9dbd8a', floor: '#83a46e', floorAt: 900 },
    zoom: 1.1,
    kind: 'ivan',
  },
  'smoke-and-pine': {
    scene: { shape: 'lowSun', tint: '#e8c9a4', tone: '#e09a5f', floor: '#6d5242', floorAt: 880 },
    zoom: 1.1,
    kind: 'smoke',
  },
  'lights-out-linden': {
    scene: { shape: 'moon', tint: '#c9d2e2', tone: '#f3ecd0', floor: '#8690b0', floorAt: 890 },
    zoom: 1.1,
    kind: 'linden',
  },
};

export const draw = (art, look) => kinds[look.kind](art);
