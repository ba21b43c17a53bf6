import { darker, lighter } from './colour.mjs';
import { box, ellipse, flat, line, polygon } from './path.mjs';

export const WIDTH = 960;
export const HEIGHT = 1200;

const arch = (left, right, top, bottom) => {
  const radius = (right - left) / 2;
  return `M${left} ${bottom} L${left} ${top + radius} C${left} ${top + radius * 0.45} ${left + radius * 0.45} ${top} ${left + radius} ${top} C${right - radius * 0.45} ${top} ${right} ${top + radius * 0.45} ${right} ${top + radius} L${right} ${bottom} Z`;
};

const shapes = {
  plain: () => '',
  sun: (tone) => flat(ellipse(480, 560, 370), tone),
  lowSun: (tone) => flat(ellipse(640, 760, 330), tone),
  moon: (tone) => flat(ellipse(700, 330, 170), tone),
  arch: (tone) => flat(arch(150, 810, 130, 1200), tone),
  twinArch: (tone) =>
    flat(arch(-120, 420, 330, 1200), tone) + flat(arch(470, 1080, 190, 1200), lighter(tone, 0.25)),
  hills: (tone) =>
    flat(
      'M0 760 C200 610 380 640 560 740 C720 820 850 720 960 660 L960 1200 L0 1200 Z',
      lighter(tone, 0.25),
    ) + flat('M0 930 C220 800 420 860 600 930 C760 980 880 920 960 880 L960 1200 L0 1200 Z', tone),
  band: (tone) => flat(polygon([0, 420], [960, 210], [960, 760], [0, 970]), tone),
  wave: (tone) => flat('M0 520 C180 380 330 420 480 540 C640 660 800 640 960 500 L960 1200 L0 1200 Z', tone),
  blob: (tone) =>
    flat(
      'M180 300 C330 120 690 150 800 340 C920 560 860 890 660 970 C430 1060 150 980 110 730 C80 560 90 410 180 300 Z',
      tone,
    ),
  corner: (tone) => flat(ellipse(0, 0, 620), tone) + flat(ellipse(960, 1200, 420), lighter(tone, 0.2)),
  window: (tone) =>
    flat(box(250, 110, 460, 640, 14), lighter(tone, 0.55)) +
    line('M480 110 L480 750 M250 430 L710 430', tone, 16) +
    line(box(250, 110, 460, 640, 14), tone, 22),
  wallpaper: (tone) =>
    Array.from({ length: 8 }, (_, index) => flat(box(index * 128, 0, 58, 1200), tone)).join(''),
  tiles: (tone) =>
    Array.from({ length: 9 }, (_, index) =>
      line(`M${index * 120} 0 L${index * 120} 1200 M0 ${index * 120} L960 ${index * 120}`, tone, 5),
    ).join(''),
  rays: (tone) =>
    Array.from({ length: 12 }, (_, index) => {
      const [from, to] = [(index * 30 * Math.PI) / 180, ((index * 30 + 15) * Math.PI) / 180];
      return flat(
        polygon(
          [480, 620],
          [480 + 1100 * Math.cos(from), 620 + 1100 * Math.sin(from)],
          [480 + 1100 * Math.cos(to), 620 + 1100 * Math.sin(to)],
        ),
        tone,
      );
    }).join(''),
};

/** The wall, one big quiet shape and, for things that stand, a table top. */
export function drawBackdrop(art, { shape = 'plain', tint, tone, floor, floorAt = 900 }) {
  const table = floor
    ? flat(box(0, floorAt, WIDTH, HEIGHT - floorAt), floor) +
      flat(box(0, floorAt, WIDTH, 10), lighter(floor, 0.35))
    : '';
  return flat(box(0, 0, WIDTH, HEIGHT), tint) + shapes[shape](tone) + table + paperGrain(art, tint);
}

function paperGrain(art, tint) {
  const specks = (count) =>
    Array.from(
      { length: count },
      () => `M${Math.round(art.random(0, WIDTH))} ${Math.round(art.random(0, HEIGHT))}h.1`,
    ).join('');
  return `<g opacity="0.35">${line(specks(130), darker(tint, 0.35), 3)}${line(specks(150), lighter(tint, 0.8), 4)}</g>`;
}
