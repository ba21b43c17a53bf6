import { darker, lighter } from './colour.mjs';
import { eye } from './eye.mjs';
import { box, ellipse, flat, line, place, polygon, star } from './path.mjs';

const wheel = (art, x, y, r, colour) =>
  art.solid(ellipse(x, y, r), colour, { depth: 12, grain: 24 }) +
  flat(ellipse(x, y, r * 0.42), lighter(colour, 0.55)) +
  flat(ellipse(x, y, r * 0.16), '#4a3b36');

/** Half a ring that stands on `base`, its legs a little straighter than a circle's. */
function rainbowArch(outer, inner, base) {
  const side = 0.994;
  const top = 0.5523;
  const [o, i] = [outer, inner];
  return (
    `M${480 - o} ${base} C${480 - o} ${base - o * side} ${480 - o * top} ${base - o} 480 ${base - o} ` +
    `C${480 + o * top} ${base - o} ${480 + o} ${base - o * side} ${480 + o} ${base} L${480 + i} ${base} ` +
    `C${480 + i} ${base - i * side} ${480 + i * top} ${base - i} 480 ${base - i} ` +
    `C${480 - i * top} ${base - i} ${480 - i} ${base - i * side} ${480 - i} ${base} Z`
  );
}

/** Painted things of beech, lime and cedar. */
export const woodenToys = {
  rainbow(art) {
    const colours = ['#c8483a', '#e07f3a', '#efb741', '#7a9d62', '#3f7f8c', '#51467a'];
    return (
      art.castOnFloor(480, 930, 390, 34) +
      colours
        .map((colour, index) =>
          art.solid(rainbowArch(390 - index * 58, 390 - index * 58 - 52, 926), colour, {
            depth: 14,
            grain: 50,
          }),
        )
        .join('') +
      art.solid(ellipse(480, 892, 34), '#f3dcae', { depth: 8, grain: 10 })
    );
  },
  dachshund(art) {
    const fill = '#b5683a';
    const part = (d, share = 0) => art.solid(d, darker(fill, share), { depth: 16, grain: 70 });
    return (
      art.castOnFloor(480, 905, 350, 36) +
      line('M820 690 C880 640 860 540 960 480', '#e8cf9e', 7) +
      line('M196 640 C150 610 136 560 150 520', fill, 26) +
      part('M180 640 C180 600 220 590 260 590 L420 590 L420 770 L230 770 C190 760 180 700 180 640 Z') +
      part(box(428, 592, 110, 178, 10), 0.12) +
      part('M546 590 L700 590 C720 640 720 730 690 770 L546 770 Z') +
      part(
        'M640 600 C640 500 690 440 760 450 C810 456 830 500 880 520 C910 536 900 580 860 584 L770 590 C750 640 720 660 690 650 Z',
      ) +
      part('M700 470 C660 470 630 540 640 620 C690 640 730 580 740 500 Z', 0.3) +
      eye(778, 504) +
      flat(ellipse(890, 540, 20, 16), '#2b2530') +
      line('M690 652 C720 664 744 650 756 632', '#c8402f', 18) +
      flat(ellipse(735, 672, 13), '#e8b64a') +
      flat(box(210, 760, 500, 26, 13), '#e9c78e') +
      wheel(art, 280, 830, 72, '#2f7f86') +
      wheel(art, 640, 830, 72, '#e0a430')
    );
  },
  tugboat(art) {
    const hull = 'M150 690 L810 690 C800 800 740 880 650 890 L310 890 C220 880 170 790 150 690 Z';
    return (
      art.solid(hull, '#c8402f', {
        depth: 30,
        grain: 140,
        inside:
          flat(box(100, 690, 760, 36), '#f5e7c9') +
          [280, 400, 520, 640]
            .map((x) => flat(ellipse(x, 784, 25), '#f5e7c9') + flat(ellipse(x, 784, 15), '#31547c'))
            .join(''),
      }) +
      art.solid(box(270, 540, 340, 154, 18), '#f5e7c9', {
        grain: 70,
        inside:
          flat(box(310, 580, 70, 64, 12), '#8fbcc8') +
          flat(box(410, 580, 70, 64, 12), '#8fbcc8') +
          flat(box(510, 580, 70, 64, 12), '#8fbcc8'),
      }) +
      art.solid(box(240, 508, 400, 42, 18), '#31547c', { depth: 10, grain: 20 }) +
      art.solid('M390 350 L500 350 L508 512 L382 512 Z', '#e2a33b', {
        grain: 50,
        depth: 20,
        inside: flat(box(360, 350, 170, 44), '#2b2530'),
      }) +
      [
        [470, 300, 34],
        [540, 250, 46],
        [630, 200, 58],
      ]
        .map(([x, y, r]) => flat(ellipse(x, y, r), '#ffffff', 'opacity="0.8"'))
        .join('') +
      line('M700 690 L700 560', '#8a5a3c', 12) +
      flat(polygon([704, 562], [780, 590], [704, 620]), '#e2a33b') +
      flat(
        'M0 850 C80 810 160 890 240 850 C320 810 400 890 480 850 C560 810 640 890 720 850 C800 810 880 890 960 850 L960 1200 L0 1200 Z',
        '#5fa3ae',
      ) +
      line(
        'M60 940 C100 920 140 960 180 940 M400 980 C440 960 480 1000 520 980 M700 940 C740 920 780 960 820 940 M200 1080 C240 1060 280 1100 320 1080 M640 1090 C680 1070 720 1110 760 1090',
        '#d3e8ea',
        9,
      ) +
      place(
        160,
        890,
        flat('M-60 0 C-70 40 60 50 66 0 C40 -20 20 6 -10 0 Z', '#f2c230') +
          flat(ellipse(-34, -26, 30), '#f2c230') +
          flat('M-66 -30 L-92 -18 L-62 -12 Z', '#e8752c') +
          eye(-44, -32, 6),
      )
    );
  },
  tops(art) {
    const top = (x, foot, wide, tall, colours, turn) =>
      place(x, foot, art.castOnFloor(10, 2, wide * 0.8, 14, 0.22)) +
      place(
        x,
        foot,
        place(
          0,
          0,
          line(`M0 ${-tall * 0.8} L0 ${-tall - 90}`, '#e0b87c', 24) +
            flat(ellipse(0, -tall - 92, 20, 14), '#c8402f') +
            art.solid(
              `M${-wide} ${-tall * 0.62} C${-wide} ${-tall * 0.98} ${wide} ${-tall * 0.98} ${wide} ${-tall * 0.62} C${wide * 0.9} ${-tall * 0.3} ${wide * 0.2} ${-tall * 0.12} 0 0 C${-wide * 0.2} ${-tall * 0.12} ${-wide * 0.9} ${-tall * 0.3} ${-wide} ${-tall * 0.62} Z`,
              colours[0],
              {
                depth: 22,
                grain: 80,
                inside:
                  flat(box(-wide, -tall * 0.66, wide * 2, tall * 0.14), colours[1]) +
                  flat(box(-wide, -tall * 0.4, wide * 2, tall * 0.1), colours[2]),
              },
            ),
        ),
        { turn },
      );
    const whirl = line(
      'M120 950 C200 990 420 990 470 950 M600 1020 C680 1050 830 1050 880 1000',
      '#ffffff',
      6,
      'opacity="0.5"',
    );
    return (
      top(596, 812, 120, 330, ['#2f7f86', '#f5e7c9', '#e2a33b'], 10) +
      top(300, 920, 200, 320, ['#c8402f', '#f5e7c9', '#31547c'], -7) +
      top(740, 990, 130, 230, ['#e2a33b', '#c8402f', '#f5e7c9'], 6) +
      whirl
    );
  },
  moon(art) {
    const crescent =
      'M180 620 C200 860 400 960 560 920 C700 890 790 770 790 620 C730 730 610 770 500 760 C360 750 240 690 180 620 Z';
    const wood = (d, fill) => art.solid(d, fill, { depth: 12, grain: 40 });
    return (
      art.castOnFloor(500, 938, 240) +
      wood(crescent, '#eec25a') +
      line('M250 740 C330 820 440 860 540 856', '#d19f36', 5) +
      line('M300 730 C380 780 470 806 560 800', '#d19f36', 5) +
      eye(640, 822, 9) +
      line('M676 800 C690 812 704 812 716 800', '#a8742a', 6) +
      wood(star(330, 660, 92, 46, 5, -84), '#31547c') +
      wood(star(474, 690, 84, 40, 5, -94), '#c8402f') +
      wood(star(616, 680, 80, 40, 5, -78), '#2f7f86') +
      wood(star(404, 552, 84, 40, 5, -100), '#e59a8c') +
      wood(star(552, 566, 84, 42, 5, -86), '#f3e2bd') +
      wood(star(474, 438, 84, 42, 5, -92), '#7a9d62') +
      wood(star(482, 312, 72, 34, 5, -80), '#e2783f')
    );
  },
};
