import { darker } from './colour.mjs';
import { box, ellipse, flat, line, place } from './path.mjs';

/** A bar seen from a little above: its top, its front and what is stamped on it. */
export function bar(art, { x, y, width, height, thick, fill, inked = '', turn = 0 }) {
  const top = box(-width / 2, -height / 2, width, height, 44);
  const under = box(-width / 2, -height / 2 + thick, width, height, 44);
  return place(
    x,
    y,
    flat(box(-width / 2 + 20, -height / 2 + thick + 22, width, height, 50), '#2a1e2e', 'opacity="0.16"') +
      art.solid(under, darker(fill, 0.2), { depth: 16, grain: 40 }) +
      flat(box(-width / 2, -height / 2 + 30, width, thick), darker(fill, 0.2)) +
      art.solid(top, fill, { depth: 14, grain: 120, inside: inked }),
    { turn },
  );
}

export const bubbles = (spots) =>
  spots
    .map(
      ([x, y, r]) =>
        flat(ellipse(x, y, r), '#ffffff', 'opacity="0.38"') +
        line(ellipse(x, y, r), '#ffffff', 4, 'opacity="0.75"') +
        flat(ellipse(x - r * 0.35, y - r * 0.35, r * 0.18), '#ffffff'),
    )
    .join('');

export function bottle(art, { x, foot, width, height, fill, label, cap }) {
  const [left, right, top] = [x - width / 2, x + width / 2, foot - height];
  const body = `M${x - 50} ${top} L${x + 50} ${top} C${x + 54} ${top + 70} ${right} ${top + 60} ${right} ${top + 160} L${right} ${foot - 40} Q${right} ${foot} ${right - 40} ${foot} L${left + 40} ${foot} Q${left} ${foot} ${left} ${foot - 40} L${left} ${top + 160} C${left} ${top + 60} ${x - 54} ${top + 70} ${x - 50} ${top} Z`;
  return (
    art.castOnFloor(x + 16, foot + 2, width * 0.68, width * 0.09) +
    cap +
    art.solid(body, fill, { depth: 36, grain: 170 }) +
    line(`M${left + 34} ${top + 180} L${left + 34} ${foot - 80}`, '#ffffff', 13, 'opacity="0.4"') +
    place(x, foot - height * 0.38, label)
  );
}

export const pump = (x, y, metal) =>
  flat(box(x - 12, y - 120, 24, 80), darker(metal, 0.2)) +
  flat(
    `M${x - 130} ${y - 150} C${x - 120} ${y - 176} ${x - 60} ${y - 180} ${x + 40} ${y - 176} L${x + 44} ${y - 128} L${x - 40} ${y - 128} C${x - 84} ${y - 130} ${x - 104} ${y - 120} ${x - 112} ${y - 96} L${x - 134} ${y - 100} Z`,
    metal,
  ) +
  flat(box(x - 62, y - 50, 124, 56, 12), darker(metal, 0.1)) +
  line(
    `M${x - 40} ${y - 42} L${x - 40} ${y} M${x - 14} ${y - 42} L${x - 14} ${y} M${x + 14} ${y - 42} L${x + 14} ${y} M${x + 40} ${y - 42} L${x + 40} ${y}`,
    darker(metal, 0.3),
    5,
  );
