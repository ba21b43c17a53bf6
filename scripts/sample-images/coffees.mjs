import { box, ellipse, flat, line, place, polygon, star } from './path.mjs';
import { beans, paperLabel, pouch, smallPrint } from './packets.mjs';
import { stripes } from './patterns.mjs';

const kinds = {
  porch: (art) =>
    pouch(art, {
      fill: '#2f4f6b',
      tie: '#d9a441',
      label: paperLabel(
        270,
        330,
        art.glow(0, -30, 130, '#f7c84a', 0.9) +
          line('M0 -150 L0 -110', '#2f4f6b', 7) +
          flat(polygon([-54, -62], [-30, -108], [30, -108], [54, -62]), '#2f4f6b') +
          flat(box(-42, -62, 84, 90, 8), '#f9d775') +
          line('M-42 -62 L-42 28 M0 -62 L0 28 M42 -62 L42 28', '#2f4f6b', 7) +
          flat(box(-56, 26, 112, 16, 6), '#2f4f6b') +
          smallPrint(92, '#2f4f6b', [150, 90]),
      ),
    }) +
    beans([
      [180, 990, 20],
      [250, 1040, -40],
      [720, 1010, 60],
      [790, 980, 10],
      [660, 1060, -20],
    ]),
  loud: (art) => {
    const rays = Array.from({ length: 14 }, (_, index) =>
      place(0, 0, flat(polygon([-9, -86], [9, -86], [0, -146 - (index % 2) * 26]), '#f7c84a'), {
        turn: index * (360 / 14),
      }),
    ).join('');
    return (
      pouch(art, {
        fill: '#c8402f',
        tie: '#2b2530',
        label:
          rays +
          flat(ellipse(0, 0, 74), '#f7c84a') +
          line('M-30 -14 L-12 -14 M12 -14 L30 -14', '#2b2530', 9) +
          flat('M-34 14 C-20 54 20 54 34 14 Z', '#2b2530') +
          line('M-70 190 L70 190 M-44 218 L44 218', '#fbe8c4', 8),
      }) +
      beans([
        [170, 1010, -10],
        [780, 1000, 40],
        [720, 1060, -30],
        [250, 1066, 70],
      ])
    );
  },
  slow: (art) =>
    pouch(art, {
      fill: '#9cb3a0',
      tie: '#5f7a6a',
      label: paperLabel(
        280,
        300,
        flat(ellipse(20, 10, 78, 66), '#c98a5a') +
          line('M20 -6 C50 -6 60 40 20 44 C-30 46 -40 -20 20 -30 C76 -34 90 30 60 60', '#8a5a3c', 9) +
          line('M-110 74 C-60 60 60 70 110 74', '#5f7a6a', 15) +
          flat('M-96 74 C-120 40 -110 0 -86 6 C-66 20 -70 50 -40 70 Z', '#d9b48c') +
          line('M-96 8 L-112 -26 M-84 6 L-82 -30', '#d9b48c', 6) +
          flat(ellipse(-112, -30, 7), '#5b3524') +
          flat(ellipse(-82, -34, 7), '#5b3524') +
          smallPrint(106, '#5f7a6a', [120]),
      ),
    }) +
    beans([
      [200, 1010, 30],
      [760, 1030, -20],
    ]),
  four: (art) => {
    const small = (x, foot, fill, label, pattern) =>
      pouch(art, { x, foot, width: 210, height: 370, fill, label, pattern });
    const bright = flat(star(0, 0, 60, 40, 12), '#fbe8c4');
    const nutty =
      flat('M-44 -6 C-44 60 44 60 44 -6 Z', '#fbe8c4') + flat('M-54 -8 C-50 -50 50 -50 54 -8 Z', '#c98a5a');
    const dark = flat(ellipse(0, 0, 52), '#f1e3b8') + flat(ellipse(22, -12, 46), '#2b2a3a');
    const strange = line('M0 0 C20 -6 20 30 -8 28 C-46 22 -40 -44 6 -46 C66 -44 66 52 0 60', '#fbe8c4', 12);
    return (
      small(340, 760, '#e0912e', bright) +
      small(600, 760, '#7a9d62', nutty) +
      small(270, 980, '#2b2a3a', dark, '') +
      small(480, 1000, '#b03f5a', strange, stripes(art, { colour: '#bd5069', width: 12, gap: 16 })) +
      paperCard()
    );
  },
};

const paperCard = () =>
  place(
    710,
    900,
    flat(box(-86, -126, 190, 240, 10), '#2a1e2e', 'opacity="0.15"') +
      flat(box(-95, -135, 190, 240, 10), '#fbf3e2') +
      [-90, -50, -10, 30]
        .map(
          (y) =>
            flat(box(-70, y, 26, 26, 6), 'none', 'stroke="#b03f5a" stroke-width="5"') +
            line(`M-28 ${y + 13} L64 ${y + 13}`, '#c9b49a', 6),
        )
        .join('') +
      line('M-66 -80 L-56 -68 L-38 -96 M-66 0 L-56 12 L-38 -16', '#2f6d6a', 7),
    { turn: 9 },
  );

export const looks = {
  'porch-light-house-blend': {
    scene: { shape: 'window', tint: '#f3e0c0', tone: '#d9b98a', floor: '#b98458', floorAt: 890 },
    zoom: 1.1,
    kind: 'porch',
  },
  'loud-morning-espresso': {
    scene: { shape: 'rays', tint: '#fbe6b2', tone: '#f8d990', floor: '#e8934a', floorAt: 890 },
    zoom: 1.1,
    kind: 'loud',
  },
  'slow-tuesday-decaf': {
    scene: { shape: 'twinArch', tint: '#ece6da', tone: '#d8d0bd', floor: '#a98d74', floorAt: 890 },
    zoom: 1.1,
    kind: 'slow',
  },
  'four-small-bags': {
    scene: { shape: 'blob', tint: '#dfe6e6', tone: '#b9cdd0', floor: '#8c9fa4', floorAt: 900 },
    zoom: 1.1,
    kind: 'four',
  },
};

export const draw = (art, look) => kinds[look.kind](art);
