import { darker, lighter } from './colour.mjs';
import { box, ellipse, flat, line, place } from './path.mjs';

/** A stand-up bag with a folded top, for coffee and refills. `label` is drawn around 0, 0. */
export function pouch(
  art,
  { x = 480, foot = 940, width = 400, height = 620, fill, label = '', tie = darker(fill, 0.35), pattern },
) {
  const [left, right, top] = [x - width / 2, x + width / 2, foot - height];
  const body = `M${left + 16} ${top + 90} L${right - 16} ${top + 90} C${right + 4} ${top + height * 0.4} ${right + 14} ${foot - 120} ${right} ${foot - 12} Q${right - 4} ${foot} ${right - 24} ${foot} L${left + 24} ${foot} Q${left + 4} ${foot} ${left} ${foot - 12} C${left - 14} ${foot - 120} ${left - 4} ${top + height * 0.4} ${left + 16} ${top + 90} Z`;
  return (
    art.castOnFloor(x + 10, foot + 2, width * 0.62, width * 0.075) +
    art.solid(body, fill, {
      pattern,
      grain: 200,
      depth: 34,
      inside: line(
        `M${left + 60} ${top + 110} C${left + 40} ${top + 200} ${left + 70} ${top + 260} ${left + 44} ${top + 330} M${right - 60} ${top + 110} C${right - 36} ${top + 200} ${right - 70} ${top + 300} ${right - 50} ${top + 360}`,
        darker(fill, 0.4),
        4,
        'opacity="0.25"',
      ),
    }) +
    art.solid(
      `M${left + 10} ${top} L${right - 10} ${top} L${right - 14} ${top + 96} L${left + 14} ${top + 96} Z`,
      darker(fill, 0.1),
      { grain: 40, depth: 10 },
    ) +
    flat(box(left - 12, top + 58, width + 24, 24, 8), tie) +
    place(x, foot - height * 0.42, label)
  );
}

/** A round tin with a lid. */
export function tin(
  art,
  { x = 480, foot = 930, width = 340, height = 480, fill, lid = darker(fill, 0.25), label = '', pattern },
) {
  const [left, right, top, dip] = [x - width / 2, x + width / 2, foot - height, width * 0.09];
  const body = `M${left} ${top} L${right} ${top} L${right} ${foot - dip} C${right - 20} ${foot + dip * 0.6} ${left + 20} ${foot + dip * 0.6} ${left} ${foot - dip} Z`;
  return (
    art.castOnFloor(x + 20, foot, width * 0.66, width * 0.09) +
    art.solid(body, fill, { pattern, grain: 160, depth: 40 }) +
    place(x, foot - height * 0.45, label) +
    art.solid(
      `M${left - 10} ${top - 50} L${right + 10} ${top - 50} L${right + 10} ${top + 20} C${right - 20} ${top + 20 + dip} ${left + 20} ${top + 20 + dip} ${left - 10} ${top + 20} Z`,
      lid,
      { grain: 30, depth: 20 },
    ) +
    flat(ellipse(x, top - 50, width / 2 + 10, dip), lighter(lid, 0.2)) +
    flat(ellipse(x, top - 50, width / 2 - 14, dip * 0.7), lighter(lid, 0.1))
  );
}

export const paperLabel = (width, height, content, paper = '#fbf3e2') =>
  flat(box(-width / 2 + 5, -height / 2 + 7, width, height, 14), '#2a1e2e', 'opacity="0.14"') +
  flat(box(-width / 2, -height / 2, width, height, 14), paper) +
  content;

/** Lines that stand for small print. */
export const smallPrint = (y, ink, widths = [110, 70]) =>
  widths
    .map((width, index) => line(`M${-width / 2} ${y + index * 22} L${width / 2} ${y + index * 22}`, ink, 6))
    .join('');

export const beans = (spots) =>
  spots
    .map(([x, y, turn]) =>
      place(
        x,
        y,
        flat(ellipse(3, 5, 30, 20), '#2a1e2e', 'opacity="0.18"') +
          flat(ellipse(0, 0, 30, 20), '#5b3524') +
          flat(ellipse(-6, -6, 15, 7), '#83533a') +
          line('M-24 2 C-8 -8 8 10 24 -2', '#2f1a12', 4),
        { turn },
      ),
    )
    .join('');
