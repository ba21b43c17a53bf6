// The six pictures within the pictures. Each fills the sheet from 250, 200 to 710, 840.
import { lighter } from './colour.mjs';
import { box, ellipse, flat, leaf, line, place, polygon } from './path.mjs';
import { dots, scales, stripes } from './patterns.mjs';

const ground = (colour) => flat(box(250, 200, 460, 640), colour);

function persimmon(x, y, size, colour = '#e2702c') {
  return place(
    x,
    y,
    flat(
      'M-90 0 C-96 -70 -40 -84 0 -80 C40 -84 96 -70 90 0 C86 60 40 78 0 78 C-40 78 -86 60 -90 0 Z',
      colour,
    ) +
      flat(
        'M40 -70 C84 -60 98 -20 86 24 C78 58 44 76 10 78 C60 50 76 -10 40 -70 Z',
        '#b84d1c',
        'opacity="0.55"',
      ) +
      flat(ellipse(-46, -26, 14, 22), '#f6b27a') +
      [0, 90, 180, 270]
        .map((turn) =>
          place(0, -66, flat(leaf(44, 18), '#5f7a44', 'transform="scale(1 0.8)"'), {
            turn: turn + 45,
          }),
        )
        .join('') +
      line('M0 -66 L4 -96', '#6b4a2c', 9),
    { size },
  );
}

const slice = (x, y, r, rind, flesh) =>
  place(
    x,
    y,
    flat(ellipse(0, 0, r), rind) +
      flat(ellipse(0, 0, r * 0.88), '#fff6dc') +
      Array.from({ length: 9 }, (_, index) =>
        place(
          0,
          0,
          flat(
            `M0 ${-r * 0.1} C${-r * 0.16} ${-r * 0.36} ${-r * 0.26} ${-r * 0.62} ${-r * 0.2} ${-r * 0.74} C${-r * 0.1} ${-r * 0.82} ${r * 0.1} ${-r * 0.82} ${r * 0.2} ${-r * 0.74} C${r * 0.26} ${-r * 0.62} ${r * 0.16} ${-r * 0.36} 0 ${-r * 0.1} Z`,
            flesh,
          ),
          { turn: index * 40 },
        ),
      ).join(''),
  );

export const artworks = {
  lighthouse(art) {
    const wave = (y, colour, foam) =>
      flat(
        `M200 ${y} C260 ${y - 80} 340 ${y - 60} 350 ${y} C420 ${y - 70} 500 ${y - 60} 510 ${y} C580 ${y - 80} 660 ${y - 60} 760 ${y} L760 900 L200 900 Z`,
        colour,
      ) +
      line(
        `M200 ${y} C260 ${y - 80} 340 ${y - 60} 350 ${y} C420 ${y - 70} 500 ${y - 60} 510 ${y} C580 ${y - 80} 660 ${y - 60} 760 ${y}`,
        foam,
        10,
      );
    return (
      ground('#f0d9bd') +
      flat(box(250, 200, 460, 120), '#d98a6a') +
      flat(box(250, 290, 460, 80), '#e8b58f') +
      flat(ellipse(360, 400, 72), '#c8402f') +
      flat(polygon([576, 366], [250, 300], [250, 420]), '#fff3cf', 'opacity="0.65"') +
      flat('M500 680 C520 600 560 570 600 570 C650 570 700 600 740 680 Z', '#3b3a48') +
      flat('M556 400 L612 400 L628 590 L540 590 Z', '#fbf3e2') +
      flat(box(540, 450, 90, 40), '#31547c') +
      flat(box(536, 530, 100, 40), '#31547c') +
      flat(box(548, 390, 72, 14), '#31547c') +
      flat(box(560, 346, 48, 46), '#f7d97a') +
      flat('M552 348 L584 312 L616 348 Z', '#31547c') +
      flat('M240 620 L720 620 L720 860 L240 860 Z', '#7fa3b3') +
      wave(670, '#4f7f9c', '#f4efe2') +
      wave(736, '#31618a', '#f4efe2') +
      wave(806, '#24476e', '#dfe6e4') +
      art.clip(
        box(250, 700, 460, 140),
        flat(box(250, 760, 460, 90), scales(art, { colour: '#5d86a6', size: 60, width: 3 }), 'opacity="0.5"'),
      ) +
      flat(box(664, 768, 30, 50, 4), '#c8402f') +
      line('M679 778 L679 808 M670 786 L688 786 M672 800 L686 800', '#fbf3e2', 4)
    );
  },
  persimmons: () =>
    ground('#f3e6d0') +
    flat(box(250, 560, 460, 280), '#d9b48c') +
    line('M250 600 L710 600 M250 700 L710 700 M250 800 L710 800', '#c9a077', 4) +
    flat(ellipse(486, 716, 200, 66), '#2a1e2e', 'opacity="0.16"') +
    flat(ellipse(480, 690, 200, 70), '#31547c') +
    flat(ellipse(480, 684, 170, 54), '#4a74a3') +
    line(ellipse(480, 684, 186, 62), '#c9d8e4', 4) +
    persimmon(400, 620, 0.92, '#e88436') +
    persimmon(566, 630, 0.86) +
    persimmon(486, 520, 0.96, '#dd6326') +
    line('M270 320 C360 300 420 340 470 300', '#6b4a2c', 9) +
    [
      [330, 312, 150],
      [400, 322, 40],
      [440, 310, 160],
      [300, 316, 30],
    ]
      .map(([x, y, turn]) => place(x, y, flat(leaf(70, 24), '#8a9a4a'), { turn }))
      .join(''),
  pines: () => {
    const pine = (x, y, size, colour) =>
      place(
        x,
        y,
        flat(
          'M0 -190 L44 -110 L22 -114 L66 -40 L34 -46 L84 40 L-84 40 L-34 -46 L-66 -40 L-22 -114 L-44 -110 Z',
          colour,
        ) + flat(box(-9, 36, 18, 44), colour),
        { size },
      );
    const row = (y, size, colour, xs) =>
      xs.map((x, index) => pine(x, y - (index % 3) * 16, size * (1 + (index % 2) * 0.22), colour)).join('');
    const fog = (y, opacity) =>
      flat(
        `M250 ${y} C350 ${y - 40} 420 ${y + 20} 500 ${y - 10} C580 ${y - 40} 640 ${y + 10} 710 ${y - 20} L710 ${y + 130} L250 ${y + 130} Z`,
        '#f2efe2',
        `opacity="${opacity}"`,
      );
    return (
      ground('#f2e3c8') +
      flat(ellipse(560, 340, 64), '#e88a52') +
      flat('M250 520 L360 380 L440 450 L540 350 L640 440 L710 400 L710 840 L250 840 Z', '#c3d2c4') +
      row(560, 0.5, '#9db8a4', [270, 320, 368, 420, 476, 530, 590, 640, 696]) +
      fog(560, 0.9) +
      row(660, 0.72, '#6c9482', [290, 370, 450, 540, 620, 690]) +
      fog(670, 0.85) +
      row(790, 1.05, '#3f6f5e', [280, 400, 530, 660]) +
      fog(790, 0.75) +
      row(880, 1.35, '#1f4a3e', [330, 640])
    );
  },
  cat: () =>
    ground('#f4dfb6') +
    flat(box(250, 200, 460, 640), '#e9c98e') +
    flat(box(560, 250, 110, 150, 6), '#8fbcc8') +
    line('M615 250 L615 400 M560 325 L670 325', '#f7ecd2', 7) +
    line(box(560, 250, 110, 150, 6), '#f7ecd2', 10) +
    [0, 1, 2, 3, 4]
      .map(
        (step) =>
          flat(box(250 + step * 92, 740 - step * 84, 560, 200), step % 2 ? '#a8553d' : '#b8654a') +
          flat(box(250 + step * 92, 740 - step * 84, 560, 16), '#d98a66'),
      )
      .join('') +
    flat(
      'M390 658 C360 640 350 590 372 552 C376 520 366 490 372 462 L396 486 C408 480 428 480 440 486 L464 462 C470 500 466 520 458 540 C500 570 510 620 492 658 Z',
      '#27232d',
    ) +
    line('M490 650 C540 660 560 700 540 740 C530 762 512 764 508 750', '#27232d', 19) +
    flat(ellipse(404, 514, 9, 7), '#f2c230') +
    flat(ellipse(434, 514, 9, 7), '#f2c230') +
    flat(ellipse(404, 514, 2.5, 6), '#27232d') +
    flat(ellipse(434, 514, 2.5, 6), '#27232d') +
    flat('M414 528 L424 528 L419 534 Z', '#d98a86') +
    line('M392 532 L364 526 M392 538 L366 540 M446 532 L474 526 M446 538 L472 540', '#f4dfb6', 2.5) +
    line('M400 560 C412 570 426 570 440 560', '#c8402f', 8) +
    flat(ellipse(420, 572, 7), '#f2c230'),
  train: () => {
    const car = (x) =>
      flat(box(x, 560, 240, 130, 14), '#1a2440') +
      flat(box(x, 580, 240, 10), '#5d77ad') +
      [24, 94, 164].map((dx) => flat(box(x + dx, 606, 52, 42, 6), '#32436f')).join('') +
      [50, 190].map((dx) => flat(ellipse(x + dx, 700, 20), '#101729')).join('');
    return (
      ground('#27365f') +
      [
        [300, 250],
        [380, 310],
        [470, 240],
        [540, 330],
        [660, 270],
        [330, 390],
        [620, 400],
        [690, 350],
        [430, 390],
        [280, 330],
      ]
        .map(([x, y], index) => flat(ellipse(x, y, 2.5 + (index % 3)), '#f4e8c0'))
        .join('') +
      flat(ellipse(600, 300, 44), '#f4e8c0') +
      flat(ellipse(582, 290, 40), '#27365f') +
      flat('M250 560 C320 470 400 450 470 520 C540 440 640 430 710 510 L710 840 L250 840 Z', '#3c5083') +
      flat('M250 640 C360 560 450 580 520 620 C600 570 660 580 710 600 L710 840 L250 840 Z', '#2f4272') +
      car(190) +
      car(440) +
      flat('M690 560 L730 560 L730 690 L690 690 Z', '#1a2440') +
      flat(box(284, 606, 52, 42, 6), '#f7c84a') +
      flat(box(604, 606, 52, 42, 6), '#f7c84a') +
      flat(ellipse(630, 630, 9), '#1a2440') +
      flat('M614 648 C616 634 644 634 646 648 Z', '#1a2440') +
      flat(box(250, 714, 460, 14), '#101729') +
      [270, 390, 510, 630]
        .map((x) => flat(polygon([x, 728], [x + 46, 728], [x + 56, 840], [x - 10, 840]), '#18223f'))
        .join('') +
      flat('M250 800 C340 780 420 812 500 800 C590 786 650 806 710 794 L710 840 L250 840 Z', '#4a629c') +
      line('M300 822 L350 822 M596 824 L660 824', '#f7c84a', 4, 'opacity="0.7"')
    );
  },
  citrus: (art) =>
    ground('#f7c6a8') +
    flat(box(250, 200, 460, 640), dots(art, { colour: '#f2b08c', size: 5, gap: 34 })) +
    flat('M250 640 L710 520 L710 840 L250 840 Z', '#e9846a') +
    flat(
      'M250 640 L710 520 L710 840 L250 840 Z',
      stripes(art, { colour: '#e27458', width: 8, gap: 22, angle: 40 }),
    ) +
    [
      [420, 330, 60],
      [360, 300, 100],
      [590, 430, -30],
    ]
      .map(([x, y, turn]) =>
        place(x, y, flat(leaf(150, 46), '#3f7a56') + line('M0 -8 L0 -120', lighter('#3f7a56', 0.4), 4), {
          turn,
        }),
      )
      .join('') +
    flat(ellipse(360, 420, 96, 100), '#f2b42e') +
    flat(
      'M400 334 C456 360 470 440 430 494 C410 516 380 522 360 520 C430 480 440 400 400 334 Z',
      '#d98f1c',
      'opacity="0.6"',
    ) +
    slice(560, 500, 122, '#ef8f2f', '#f5a64a') +
    slice(420, 660, 108, '#e0566a', '#ea7a80') +
    slice(600, 712, 78, '#b9c84a', '#d3dc74') +
    flat(ellipse(330, 770, 40, 34), '#f2b42e'),
};
