import { artworks } from './artworks.mjs';
import { darker, lighter } from './colour.mjs';
import { box, ellipse, flat, leaf, line, place } from './path.mjs';

const mount = box(190, 140, 580, 760);
const sheet = box(250, 200, 460, 640);

const frames = {
  oak: (art) =>
    art.castOnWall(mount, 34, 32, 0.2) +
    art.solid(mount, '#c69458', { depth: 10, grain: 90 }) +
    flat(box(214, 164, 532, 712), '#8f6232') +
    flat(box(218, 168, 524, 704), '#fbf6ea'),
  black: (art) =>
    art.castOnWall(mount, 34, 32, 0.2) +
    art.solid(mount, '#2b2730', { depth: 8, grain: 30 }) +
    flat(box(210, 160, 540, 720), '#fbf6ea'),
  clips: (art) =>
    art.castOnWall(box(214, 164, 532, 712), 22, 22, 0.16) + flat(box(214, 164, 532, 712), '#fbf6ea'),
};

const clip = (x) =>
  line(`M${x} 60 L${x} 130`, '#8d8077', 5) +
  flat(`M${x - 32} 130 L${x + 32} 130 L${x + 40} 190 L${x - 40} 190 Z`, '#2b2730') +
  line(ellipse(x, 122, 16), '#8d8e96', 6) +
  flat(ellipse(x, 60, 9), '#5d5552');

const props = {
  none: () => '',
  vase: (art) =>
    art.castOnFloor(770, 1086, 90, 14) +
    [-34, -8, 20, 42]
      .map((turn, index) =>
        place(
          766,
          920,
          line('M0 30 L0 -110', '#5f7a4e', 6) +
            flat(leaf(84, 24), index % 2 ? '#6f8f5a' : '#86a56c', 'transform="translate(0 -70)"'),
          { turn },
        ),
      )
      .join('') +
    art.solid(
      'M724 910 L808 910 C800 950 850 990 846 1030 C842 1070 810 1084 766 1084 C722 1084 690 1070 686 1030 C682 990 732 950 724 910 Z',
      '#d9cbb4',
      { grain: 60, depth: 18 },
    ),
  books: (art) =>
    art.castOnFloor(240, 1086, 150, 14) +
    art.solid(box(96, 1040, 280, 46, 6), '#31547c', { depth: 8, grain: 30 }) +
    art.solid(box(116, 996, 240, 44, 6), '#d9603a', { depth: 8, grain: 30 }) +
    art.solid(box(130, 956, 210, 40, 6), '#e5c98c', { depth: 8, grain: 20 }) +
    line('M150 1062 L210 1062 M160 1018 L220 1018', '#fbf3e2', 6) +
    art.solid('M190 880 C180 930 190 956 240 956 C290 956 300 930 290 880 Z', '#7a9d8a', {
      depth: 10,
      grain: 16,
    }) +
    flat(ellipse(240, 880, 50, 11), '#4f6f60'),
  fruit: (art) =>
    art.castOnFloor(730, 1086, 160, 16) +
    [
      [660, 1010, 46, '#ef8f2f'],
      [742, 994, 50, '#f2b42e'],
      [816, 1014, 44, '#ef8f2f'],
    ]
      .map(([x, y, r, colour]) => art.solid(ellipse(x, y, r), colour, { depth: 12, grain: 16 }))
      .join('') +
    art.solid('M580 1020 L880 1020 C870 1066 820 1086 730 1086 C640 1086 590 1066 580 1020 Z', '#4f7f96', {
      grain: 50,
      depth: 18,
    }),
};

export function draw(art, { frame, work, prop = 'none' }) {
  const paper = artworks[work](art);
  return (
    frames[frame](art) +
    art.clip(sheet, paper) +
    line(sheet, darker('#fbf6ea', 0.2), 2, 'opacity="0.6"') +
    (frame === 'clips'
      ? clip(330) + clip(630)
      : flat('M218 168 L440 168 L218 560 Z', '#ffffff', 'opacity="0.14"')) +
    props[prop](art)
  );
}

const shelf = (tint, tone, floor, shape = 'plain') => ({ shape, tint, tone, floor, floorAt: 1080 });

export const looks = {
  'toudai-to-nami-mokuhanga': {
    scene: { shape: 'wave', tint: '#dfe4e2', tone: lighter('#b9c8c8', 0.2) },
    zoom: 1.18,
    foot: 60,
    frame: 'clips',
    work: 'lighthouse',
  },
  'persimmons-on-a-blue-plate': {
    scene: shelf('#f0dfc8', '#e6cfae', '#8a5a3c'),
    frame: 'oak',
    work: 'persimmons',
    prop: 'vase',
  },
  'pines-above-the-fog': {
    scene: shelf('#d3dccf', '#c0cdb9', '#6b5240', 'arch'),
    frame: 'oak',
    work: 'pines',
    prop: 'books',
  },
  'the-cat-who-owns-the-stairs': {
    scene: shelf('#e9c9b4', '#dfb59a', '#7b4a3a', 'wallpaper'),
    frame: 'black',
    work: 'cat',
    prop: 'vase',
  },
  'night-train-two-windows-lit': {
    scene: shelf('#c9cfe0', '#b7bfd6', '#4b4a63'),
    frame: 'black',
    work: 'train',
    prop: 'books',
  },
  'citrus-study-no-3': {
    scene: shelf('#cfe3dc', '#b9d5cb', '#d9a878', 'tiles'),
    frame: 'oak',
    work: 'citrus',
    prop: 'fruit',
  },
};
