import { darker, lighter } from './colour.mjs';
import { box, flat, line, place } from './path.mjs';

const cover = box(250, 300, 460, 640, 22);

/** A closed book lying on a desk: pages, cover, spine and whatever `inked` adds. */
export function book(
  art,
  { fill, pattern, inked = '', spine = darker(fill, 0.18), ribbon, band, pages = '#fbf3e2', turn = -7 },
) {
  return place(
    480,
    620,
    place(
      -480,
      -620,
      art.castOnWall(cover, 40, 36, 0.2) +
        (ribbon ? flat('M600 920 L634 920 L634 1030 L617 1008 L600 1030 Z', ribbon) : '') +
        flat(box(262, 312, 466, 646, 20), darker(fill, 0.35)) +
        flat(box(262, 312, 456, 636, 16), pages) +
        line('M270 942 L712 942 M712 330 L712 940', darker(pages, 0.18), 3) +
        art.solid(cover, fill, { pattern, inside: inked, grain: 230, depth: 18, shade: 0.12 }) +
        art.clip(
          cover,
          flat(box(250, 300, 58, 640), spine) +
            line('M312 300 L312 940', darker(fill, 0.4), 3, 'opacity="0.5"'),
        ) +
        (band ? flat(box(640, 296, 22, 650), band) : ''),
    ),
    { turn },
  );
}

export function pencil(x, y, turn, colour) {
  return place(
    x,
    y,
    `<g opacity="0.18">${line('M14 -226 L14 250', '#2a1e2e', 30)}</g>` +
      flat(box(-16, -240, 32, 440), colour) +
      flat(box(-16, -240, 11, 440), lighter(colour, 0.35)) +
      flat('M-16 200 L16 200 L0 262 Z', '#f0d9b0') +
      flat('M-6 240 L6 240 L0 262 Z', '#2a2530') +
      flat(box(-16, -262, 32, 26), '#c9c3b8') +
      flat(box(-16, -300, 32, 42, 12), '#e58f8a'),
    { turn },
  );
}
