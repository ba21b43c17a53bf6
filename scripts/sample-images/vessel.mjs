import { darker, lighter } from './colour.mjs';
import { ellipse, flat, line, place } from './path.mjs';

const handles = {
  ear: 'M0 0 C150 -30 190 60 170 150 C150 240 60 270 -14 250',
  loop: 'M0 10 C120 -10 140 190 -10 190',
  square: 'M0 20 C110 20 140 30 140 80 L140 170 C140 230 100 240 -10 240',
  large: 'M0 0 C200 -40 250 80 226 190 C200 290 80 320 -20 290',
};

/** A vessel that stands at `foot`, with its rim, its inside and its handle. */
export function vessel(
  art,
  {
    cx = 460,
    foot = 910,
    height = 400,
    rim = 190,
    base = 165,
    belly = 0,
    fill,
    inside,
    drink,
    handle,
    handleAt = 0.2,
    handleWidth = 44,
    inked = '',
    lip = lighter(fill, 0.5),
    floating = false,
  },
) {
  const top = foot - height;
  const squash = rim * 0.2;
  const d = `M${cx - rim} ${top} C${cx - rim - belly} ${top + height * 0.4} ${cx - base - belly} ${top + height * 0.75} ${cx - base} ${foot - 24} C${cx - base + 6} ${foot + 14} ${cx + base - 6} ${foot + 14} ${cx + base} ${foot - 24} C${cx + base + belly} ${top + height * 0.75} ${cx + rim + belly} ${top + height * 0.4} ${cx + rim} ${top} C${cx + rim * 0.6} ${top + squash} ${cx - rim * 0.6} ${top + squash} ${cx - rim} ${top} Z`;
  const grip =
    handle &&
    place(
      cx + rim - 14,
      top + height * handleAt,
      line(handles[handle], darker(fill, 0.2), handleWidth) +
        `<g transform="translate(-6 -6)">${line(handles[handle], fill, handleWidth - 12)}</g>`,
      { size: height / 400 },
    );
  return (
    (floating ? '' : art.castOnFloor(cx + (handle ? 60 : 20), foot + 2, base * 1.5)) +
    (grip || '') +
    art.solid(d, fill, { inside: inked, grain: 170, depth: 38 }) +
    flat(ellipse(cx, top, rim, squash), lip) +
    flat(ellipse(cx, top + 3, rim - 14, squash - 9), inside ?? darker(fill, 0.35)) +
    (drink
      ? art.clip(
          ellipse(cx, top + 3, rim - 14, squash - 9),
          flat(ellipse(cx, top + squash * 0.75, rim - 24, squash - 9), drink) +
            flat(ellipse(cx - rim * 0.3, top + squash * 0.6, rim * 0.16, 4), lighter(drink, 0.4)),
        )
      : '') +
    line(
      `M${cx - rim * 0.78} ${top + height * 0.22} C${cx - rim * 0.8 - belly * 0.7} ${top + height * 0.4} ${cx - base * 0.86 - belly * 0.7} ${top + height * 0.6} ${cx - base * 0.8} ${top + height * 0.72}`,
      '#fff8ec',
      12,
      'opacity="0.38"',
    )
  );
}

export const steam = (x, y, colour) =>
  line(
    `M${x} ${y} C${x - 40} ${y - 50} ${x + 40} ${y - 90} ${x} ${y - 150} M${x + 70} ${y - 20} C${x + 36} ${y - 64} ${x + 104} ${y - 96} ${x + 70} ${y - 140}`,
    colour,
    11,
    'opacity="0.55"',
  );
