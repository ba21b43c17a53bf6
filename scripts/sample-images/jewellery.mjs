import { darker, lighter } from './colour.mjs';
import { ellipse, flat, leaf, line, mirror, place, polygon, star } from './path.mjs';
import { specks } from './patterns.mjs';

const gold = '#dca83f';
const silver = '#c9d0d6';
const both = (d) => `${d} ${mirror(d)}`;
const gleam = (x, y, size = 26) => flat(star(x, y, size, size * 0.16, 4), '#fffaf0');

/** A chain of small links along a path. */
const chain = (d, metal) =>
  line(d, darker(metal, 0.3), 9) + line(d, lighter(metal, 0.35), 6, 'stroke-dasharray="2 11"');

/** A velvet bust to show necklaces on. */
const bust = (art, fill) => {
  const d =
    'M406 110 C420 100 540 100 554 110 C556 240 570 300 640 350 C730 404 850 420 884 480 C876 680 760 940 480 1040 C200 940 84 680 76 480 C110 420 230 404 320 350 C390 300 404 240 406 110 Z';
  return art.castOnWall(d, 36, 30, 0.16) + art.solid(d, fill, { grain: 320, depth: 50 });
};

const stone = (art, cx, cy, rx, ry, fill) =>
  art.castOnFloor(cx, cy + ry * 0.9, rx * 1.05, ry * 0.4) +
  art.solid(ellipse(cx, cy, rx, ry), fill, { grain: 200, depth: 40 });

function facets(x, y, r, colour) {
  const corners = Array.from({ length: 8 }, (_, index) => [
    x + r * Math.cos((index + 0.5) * (Math.PI / 4)),
    y + r * Math.sin((index + 0.5) * (Math.PI / 4)),
  ]);
  const table = corners.map(([a, b]) => [x + (a - x) * 0.52, y + (b - y) * 0.52]);
  return (
    flat(polygon(...corners), colour) +
    corners
      .map((corner, index) =>
        flat(
          polygon(corner, corners[(index + 1) % 8], table[(index + 1) % 8], table[index]),
          index > 3 ? lighter(colour, 0.12 * (index - 3)) : darker(colour, 0.09 * (index + 1)),
        ),
      )
      .join('') +
    flat(polygon(...table), lighter(colour, 0.18)) +
    flat(polygon(table[4], table[5], table[6]), lighter(colour, 0.5))
  );
}

const kinds = {
  crescents(art) {
    const d =
      'M-118 -54 C-156 70 -80 134 0 134 C80 134 156 70 118 -54 C104 34 54 64 0 64 C-54 64 -104 34 -118 -54 Z';
    const dents = Array.from({ length: 26 }, () => {
      const angle = art.random(0.15, 3);
      const [x, y] = [Math.cos(angle) * art.random(102, 122), Math.sin(angle) * art.random(82, 122)];
      return (
        flat(ellipse(x, y, art.random(6, 11)), '#ffffff', 'opacity="0.55"') +
        flat(ellipse(x + 4, y + 4, art.random(4, 8)), darker(silver, 0.2), 'opacity="0.5"')
      );
    }).join('');
    const crescent =
      art.castOnWall(d, 26, 24, 0.2) + art.solid(d, silver, { inside: dents, depth: 14, grain: 0 });
    const one = (x) =>
      line(
        `M${x} 340 C${x + 46} 310 ${x + 50} 250 ${x} 250 C${x - 54} 250 ${x - 40} 390 ${x} 440`,
        silver,
        9,
      ) +
      chain(`M${x} 456 L${x - 136} 620 M${x} 456 L${x + 136} 620`, silver) +
      line(ellipse(x, 456, 15), silver, 8) +
      place(x, 690, crescent, { size: 1.2 }) +
      line(ellipse(x, 456, 15), lighter(silver, 0.5), 3) +
      chain(`M${x} 472 L${x} 600`, silver) +
      flat(star(x, 650, 44, 18, 8), '#e6ebee') +
      flat(ellipse(x, 650, 15), '#2f6d8a');
    return (
      line('M110 270 L850 270', '#5c4632', 22) +
      line('M110 264 L850 264', '#8c6b4a', 8) +
      one(285) +
      one(675) +
      gleam(200, 760, 34) +
      gleam(770, 740, 26)
    );
  },
  olive(art) {
    const along = Array.from({ length: 11 }, (_, index) => {
      const t = index / 10;
      const [x, y] = [290 + t * 380, 560 + 150 * 4 * t * (1 - t)];
      return { x, y, tilt: (1 - 2 * t) * 52, index };
    });
    const branch =
      line('M290 560 C400 760 560 760 670 560', darker(gold, 0.15), 10) +
      along
        .map(({ x, y, tilt, index }) =>
          place(
            x,
            y,
            art.solid(leaf(104, 28), index % 2 ? lighter(gold, 0.15) : gold, {
              depth: 8,
              grain: 0,
              inside: line('M0 -8 L0 -86', darker(gold, 0.3), 3),
            }),
            { turn: tilt + (index % 2 ? 62 : 128) },
          ),
        )
        .join('');
    return (
      bust(art, '#31574c') +
      chain(both('M410 180 C390 320 300 440 290 560'), gold) +
      branch +
      [
        [400, 740],
        [566, 736],
      ]
        .map(
          ([x, y]) =>
            art.solid(ellipse(x, y, 24, 32), '#8a9a4a', { depth: 8, grain: 0 }) +
            flat(ellipse(x - 8, y - 12, 5, 8), '#e6ecb8'),
        )
        .join('') +
      gleam(640, 640, 24)
    );
  },
  ring(art) {
    return (
      stone(art, 480, 930, 330, 150, '#d8cfc8') +
      art.castOnFloor(490, 850, 130, 20) +
      line(ellipse(480, 660, 170, 180), darker(gold, 0.25), 46) +
      line(ellipse(476, 656, 170, 180), gold, 34) +
      line('M330 580 C310 640 316 720 350 770', lighter(gold, 0.6), 9) +
      art.solid('M392 480 L568 480 L548 516 L412 516 Z', darker(gold, 0.1), {
        depth: 8,
        grain: 0,
      }) +
      place(
        480,
        420,
        flat(ellipse(8, 10, 98, 92), '#2a1e2e', 'opacity="0.18"') +
          flat(ellipse(0, 0, 100, 94), gold) +
          facets(0, 0, 84, '#9c2340') +
          [0, 90, 180, 270]
            .map((turn) =>
              place(0, 0, flat(ellipse(0, -86, 12, 18), lighter(gold, 0.3)), { turn: turn + 45 }),
            )
            .join(''),
        { turn: -10 },
      ) +
      line('M576 500 L620 470', gold, 11) +
      flat(ellipse(624, 466, 11), lighter(gold, 0.3)) +
      gleam(436, 372, 34) +
      gleam(330, 560, 22)
    );
  },
  pomegranate(art) {
    const fruit = (x, y, turn) =>
      place(
        x,
        y,
        art.castOnWall(ellipse(0, 0, 140, 136), 22, 22, 0.2) +
          flat('M-34 -120 L-50 -190 L-18 -160 L0 -200 L18 -160 L50 -190 L34 -120 Z', gold) +
          art.solid(ellipse(0, 0, 140, 136), gold, { depth: 18, grain: 30 }) +
          flat(ellipse(0, 6, 112, 106), '#f7e6c8') +
          [
            [-44, -30, 20],
            [12, -52, -10],
            [52, 0, 40],
            [-24, 34, -20],
            [30, 54, 64],
          ]
            .map(([a, b, tilt]) =>
              place(
                a,
                b,
                art.solid('M0 -40 C30 -30 32 30 0 36 C-32 30 -30 -30 0 -40 Z', '#b3213f', {
                  depth: 9,
                  grain: 0,
                }) + flat(ellipse(-8, -12, 6, 10), '#f4b4bd'),
                { turn: tilt },
              ),
            )
            .join(''),
        { turn },
      );
    return (
      art.castOnFloor(480, 900, 380, 60, 0.12) +
      art.solid(ellipse(480, 700, 400, 340), '#efe6da', { depth: 26, grain: 160 }) +
      line(ellipse(480, 700, 350, 292), '#dccfbe', 8) +
      fruit(350, 640, -14) +
      fruit(620, 740, 12) +
      gleam(270, 560, 28) +
      gleam(720, 660, 28)
    );
  },
  cuff(art) {
    const brass = '#c9953f';
    const front =
      'M180 590 C200 690 320 750 480 750 C640 750 760 690 780 590 L780 780 C760 880 640 940 480 940 C320 940 200 880 180 780 Z';
    return (
      stone(art, 480, 990, 420, 120, '#8fa6a8') +
      flat(
        'M180 590 C200 500 330 470 480 470 C630 470 760 500 780 590 L780 660 C740 570 630 540 480 540 C330 540 220 570 180 660 Z',
        darker(brass, 0.5),
      ) +
      art.solid(front, brass, {
        depth: 34,
        grain: 120,
        inside:
          line(
            'M170 690 C240 760 300 730 360 790 C420 850 500 800 560 830 C640 870 700 790 800 780',
            '#f8e5b0',
            13,
          ) +
          line(
            'M170 740 C240 800 300 780 350 830 C420 890 500 850 570 876 C650 900 720 840 800 826',
            '#a8742a',
            8,
          ) +
          line(
            'M170 640 C240 710 320 680 380 736 C430 790 520 750 590 780 C660 810 720 740 800 730',
            '#a8742a',
            6,
          ) +
          specks(art, {
            left: 200,
            top: 620,
            right: 770,
            bottom: 930,
            colour: '#f8e5b0',
            count: 40,
            size: 4,
          }),
      }) +
      line('M182 594 C204 690 322 746 480 746 C638 746 756 690 778 594', lighter(brass, 0.6), 8) +
      gleam(280, 700, 36)
    );
  },
  lapis(art) {
    const slice =
      'M480 610 C560 616 620 690 616 790 C606 890 550 950 478 950 C400 946 344 880 346 790 C350 690 400 612 480 610 Z';
    const flecks = Array.from({ length: 34 }, () =>
      flat(star(art.random(370, 590), art.random(640, 930), art.random(4, 13), 3, 4), '#f2cf70'),
    ).join('');
    return (
      bust(art, '#e9ddd6') +
      chain(both('M410 190 C400 340 420 480 474 570'), gold) +
      line(ellipse(480, 586, 17), gold, 9) +
      art.castOnWall(slice, 16, 16, 0.25) +
      flat(slice, gold, 'transform="translate(480 780) scale(1.08) translate(-480 -780)"') +
      art.solid(slice, '#21408f', {
        depth: 22,
        grain: 60,
        inside:
          line('M350 850 C430 800 500 860 610 760', '#f2cf70', 5, 'opacity="0.7"') +
          line('M360 720 C440 700 520 760 600 690', '#4d72c4', 12, 'opacity="0.6"') +
          flecks,
      }) +
      gleam(410, 690, 28)
    );
  },
};

export const looks = {
  'hilal-silver-earrings': {
    scene: { shape: 'moon', tint: '#36506b', tone: '#466581' },
    kind: 'crescents',
  },
  'olive-branch-necklace': {
    scene: { shape: 'arch', tint: '#f0e5cf', tone: '#dccba4' },
    kind: 'olive',
  },
  'ring-with-a-secret': {
    scene: { shape: 'sun', tint: '#f3dcd8', tone: '#e5b4b4', floor: '#b98f92', floorAt: 930 },
    kind: 'ring',
  },
  'pomegranate-studs': {
    scene: { shape: 'corner', tint: '#c7d6c8', tone: '#a9bfae' },
    kind: 'pomegranate',
  },
  'tide-line-cuff': {
    scene: { shape: 'wave', tint: '#f3e6cf', tone: '#a9c8c8', floor: '#6f9599', floorAt: 980 },
    kind: 'cuff',
  },
  'lapis-night-pendant': {
    scene: { shape: 'plain', tint: '#4a4a78', tone: '#4a4a78' },
    kind: 'lapis',
  },
};

export const draw = (art, look) => kinds[look.kind](art);
