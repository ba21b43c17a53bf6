import { darker } from './colour.mjs';
import { box, ellipse, flat, leaf, line, place } from './path.mjs';
import { halfDrop, marigold } from './patterns.mjs';

const stitches = (d, colour) => line(d, colour, 4, 'stroke-dasharray="10 10"');
const rivet = (x, y) => flat(ellipse(x, y, 9), '#e0b45a') + flat(ellipse(x - 2, y - 2, 3), '#fbeec2');
const peg = line('M480 150 L480 196', '#4a3b36', 16) + flat(ellipse(480, 150, 22), '#4a3b36');

const kinds = {
  weekend(art) {
    const leather = '#8a4f2d';
    const body =
      'M170 560 C176 510 220 490 280 486 L680 486 C740 490 784 510 790 560 L820 850 C824 900 790 920 750 920 L210 920 C170 920 136 900 140 850 Z';
    const pocket = (x) =>
      art.solid(
        `M${x} 650 L${x + 180} 650 L${x + 186} 840 Q${x + 186} 860 ${x + 166} 860 L${x + 14} 860 Q${x - 6} 860 ${x - 6} 840 Z`,
        '#76804f',
        { depth: 12, grain: 50 },
      ) +
      art.solid(`M${x - 6} 640 L${x + 186} 640 L${x + 184} 700 Q${x + 90} 740 ${x - 4} 700 Z`, '#68723f', {
        depth: 8,
        grain: 20,
      }) +
      flat(box(x + 76, 690, 28, 66, 8), leather) +
      rivet(x + 90, 742);
    return (
      art.castOnFloor(480, 920, 380) +
      line('M330 500 C330 330 380 300 480 300 C580 300 630 330 630 500', darker(leather, 0.3), 24) +
      art.solid(body, '#7f8a56', {
        grain: 260,
        depth: 40,
        inside: flat(box(100, 552, 760, 66), '#f0d9a4') + flat(box(100, 572, 760, 26), '#c8402f'),
      }) +
      line('M190 516 C300 500 660 500 770 516', '#e0b45a', 8) +
      pocket(240) +
      pocket(540) +
      line('M300 920 L300 540 C300 390 360 350 480 350 C600 350 660 390 660 540 L660 920', leather, 28) +
      stitches('M300 910 L300 620 M660 910 L660 620', '#e3b98a') +
      art.solid(box(400, 336, 160, 40, 18), darker(leather, 0.2), { depth: 8, grain: 16 }) +
      rivet(300, 600) +
      rivet(660, 600) +
      flat('M780 570 L830 560 L850 690 L800 700 Z', leather) +
      line('M790 556 C800 530 826 530 824 560', leather, 6) +
      flat(box(810, 596, 26, 70, 4), '#f0e2c6', 'transform="rotate(-8 820 630)"')
    );
  },
  jhola(art) {
    const body =
      'M230 470 L730 470 C736 640 760 800 770 980 C600 1004 360 1004 190 980 C200 800 224 640 230 470 Z';
    return (
      art.castOnWall(body) +
      peg +
      line('M340 480 C360 300 450 200 480 196 C510 200 600 300 620 480', '#24386a', 30) +
      art.solid(body, '#f4ead4', {
        grain: 200,
        depth: 34,
        pattern: halfDrop(art, {
          size: 170,
          motif: (index) =>
            place(
              0,
              0,
              marigold('#24386a', '#f4ead4')() +
                [0, 90, 180, 270]
                  .map((turn) =>
                    place(0, 0, place(0, -28, flat(leaf(26, 11), '#c4512f')), {
                      turn: turn + (index ? 45 : 0),
                    }),
                  )
                  .join(''),
              { size: 1.1 },
            ),
        }),
        inside: '',
      }) +
      art.clip(
        body,
        flat(box(150, 470, 660, 46), '#24386a') +
          flat(box(150, 930, 660, 80), '#24386a') +
          stitches('M230 528 L730 528', '#24386a') +
          line('M190 960 L770 960', '#f4ead4', 10, 'stroke-dasharray="1 24"'),
      ) +
      line('M320 470 L330 520 M640 470 L630 520', '#1a2a52', 8)
    );
  },
  string(art) {
    const net =
      'M330 500 C240 620 200 760 240 880 C280 1000 400 1040 480 1040 C560 1040 680 1000 720 880 C760 760 720 620 630 500 Z';
    const fruit = (x, y, r, colour) =>
      art.solid(ellipse(x, y, r), colour, { grain: 34, depth: 18 }) +
      flat(ellipse(x + 10, y - r * 0.5, 7, 5), darker(colour, 0.35));
    const loaf = art.solid(
      'M560 330 C610 320 640 360 630 420 L590 760 L480 750 L500 420 C506 370 520 340 560 330 Z',
      '#d9964a',
      {
        grain: 60,
        inside: line('M520 440 L610 400 M512 540 L604 500 M504 640 L594 600', '#f3d09a', 14),
      },
    );
    let mesh = '';
    for (let index = -8; index < 18; index += 1)
      mesh += `M${160 + index * 52} 470 L${-100 + index * 52} 1060 M${160 + index * 52 - 260} 470 L${index * 52 + 160} 1060 `;
    return (
      art.castOnWall(net) +
      peg +
      line('M330 510 C360 380 440 220 480 196 C520 220 600 380 630 510', '#e6d6b0', 17) +
      loaf +
      place(
        420,
        500,
        [-30, 0, 26].map((turn) => place(0, 0, flat(leaf(190, 34), '#6a9a56'), { turn })).join(''),
      ) +
      art.clip(
        net,
        flat(net, '#f6ecd4', 'opacity="0.35"') +
          fruit(350, 760, 84, '#ef8f2f') +
          fruit(520, 720, 84, '#f2b42e') +
          fruit(640, 830, 78, '#ef8f2f') +
          fruit(300, 900, 70, '#f2b42e') +
          fruit(450, 900, 90, '#e8752c') +
          fruit(580, 960, 72, '#f2b42e') +
          line(mesh, '#f3e6c6', 6),
      ) +
      line(net, '#e6d6b0', 10) +
      line('M318 506 L642 506', '#d3be8e', 20)
    );
  },
  roll(art) {
    const body =
      'M270 430 L690 430 C720 560 730 760 720 900 C716 950 690 960 650 960 L310 960 C270 960 244 950 240 900 C230 760 240 560 270 430 Z';
    const fill = '#d99a2b';
    return (
      art.castOnFloor(480, 960, 290) +
      line('M250 520 C190 600 190 800 236 900 M710 520 C770 600 770 800 724 900', '#3b4450', 30) +
      line('M440 320 C440 270 520 270 520 320', '#3b4450', 14) +
      art.solid(body, fill, { grain: 240, depth: 40 }) +
      art.solid(
        'M256 330 C300 306 660 306 704 330 C724 360 724 420 700 446 C620 466 340 466 260 446 C236 420 236 360 256 330 Z',
        darker(fill, 0.1),
        {
          grain: 70,
          depth: 16,
          inside: line('M250 372 C360 352 600 352 710 372', darker(fill, 0.35), 5),
        },
      ) +
      [372, 588]
        .map(
          (x) => flat(box(x - 16, 320, 32, 320), '#3b4450') + line(box(x - 24, 566, 48, 44, 6), '#e6e1d4', 8),
        )
        .join('') +
      art.solid(
        'M290 700 L670 700 L678 900 Q676 920 656 920 L304 920 Q284 920 282 900 Z',
        darker(fill, 0.12),
        { depth: 14, grain: 70 },
      ) +
      line('M296 730 L664 730', '#3b4450', 9) +
      line('M640 730 L640 766', '#3b4450', 8) +
      flat(box(446, 800, 68, 26, 6), '#f5f2e6') +
      flat(box(446, 800, 68, 9, 4), '#c9d2d6') +
      flat(box(462, 660, 36, 26, 8), '#c8402f')
    );
  },
  moon(art) {
    const body =
      'M190 640 C180 560 260 560 300 620 C360 700 600 700 660 620 C700 560 780 560 770 640 C760 830 640 930 480 930 C320 930 200 830 190 640 Z';
    return (
      art.castOnWall(body) +
      peg +
      line('M216 600 C240 380 420 230 480 196 C540 230 720 380 744 600', '#8c3b23', 16) +
      art.solid(body, '#c4623c', { grain: 220, depth: 36 }) +
      stitches('M222 660 C236 820 350 900 480 900 C610 900 724 820 738 660', '#f0c49a') +
      line('M296 640 C360 724 600 724 664 640', '#e0b45a', 9) +
      line('M656 650 L690 712', '#e0b45a', 8) +
      flat(ellipse(694, 724, 14), '#e0b45a') +
      line(ellipse(222, 590, 22), '#e0b45a', 10) +
      line(ellipse(738, 590, 22), '#e0b45a', 10) +
      art.solid(ellipse(480, 806, 36), '#a94e2c', { depth: 6, grain: 10 }) +
      flat('M470 786 C496 790 500 820 474 828 C488 816 486 798 470 786 Z', '#f0c49a')
    );
  },
  boat(art) {
    const body = 'M190 520 L770 520 L720 930 L240 930 Z';
    const red = '#c8402f';
    return (
      art.castOnFloor(480, 930, 300) +
      line('M370 530 C376 350 400 310 480 310 C560 310 584 350 590 530', darker(red, 0.35), 26) +
      flat('M190 520 C300 500 660 500 770 520 C660 546 300 546 190 520 Z', '#b9a37c') +
      art.solid(body, '#f3e8d0', {
        grain: 220,
        depth: 38,
        inside: flat(box(150, 800, 660, 150), red),
      }) +
      line('M350 930 L350 560 C350 420 390 370 480 370 C570 370 610 420 610 560 L610 930', red, 30) +
      stitches('M350 780 L350 600 M610 780 L610 600', '#f7c9bd') +
      stitches('M222 790 L738 790', red) +
      place(
        480,
        680,
        line('M0 -70 L0 60 M-44 -34 L44 -34 M-70 10 C-60 60 60 60 70 10', '#27406b', 13) +
          line(ellipse(0, -86, 17), '#27406b', 10),
        { size: 1.05 },
      )
    );
  },
};

export const looks = {
  'long-way-home-weekend-bag': {
    scene: { shape: 'window', tint: '#f1dcc2', tone: '#c79a72', floor: '#5d6b6e', floorAt: 870 },
    kind: 'weekend',
  },
  'hath-se-chhapa-sooti-jhola': {
    scene: { shape: 'arch', tint: '#f6d9c0', tone: '#e89a62' },
    kind: 'jhola',
  },
  'market-string-bag': {
    scene: { shape: 'tiles', tint: '#8fbcb4', tone: '#a5cac3' },
    kind: 'string',
  },
  'roll-top-bicycle-pack': {
    scene: { shape: 'hills', tint: '#cfe0e6', tone: '#84a9b0', floor: '#5c6f72', floorAt: 910 },
    kind: 'roll',
  },
  'half-moon-crossbody': {
    scene: { shape: 'sun', tint: '#efe0ea', tone: '#dcbdd0' },
    kind: 'moon',
  },
  'small-boat-tote': {
    scene: { shape: 'wave', tint: '#e3eef2', tone: '#a9ccd8', floor: '#d9b88c', floorAt: 880 },
    kind: 'boat',
  },
};

export const draw = (art, look) => kinds[look.kind](art);
