import { ellipse, flat, leaf, line, place, star } from './path.mjs';

/** A repeating tile as a fill. */
export function tile(art, width, height, content, angle = 0) {
  const id = art.define(
    (name) =>
      `<pattern id="${name}" width="${width}" height="${height}" patternUnits="userSpaceOnUse" patternTransform="rotate(${angle} 480 600)">${content}</pattern>`,
  );
  return `url(#${id})`;
}

export function stripes(art, { colour, width = 16, gap = 26, angle = 0, second, secondWidth = width }) {
  const step = width + gap + (second ? secondWidth + gap : 0);
  const more = second ? `<rect x="${width + gap}" width="${secondWidth}" height="40" fill="${second}"/>` : '';
  return tile(art, step, 40, `<rect width="${width}" height="40" fill="${colour}"/>${more}`, angle);
}

export function checks(art, { colour, size = 34, angle = 0, opacity = 0.45 }) {
  const band = `fill="${colour}" opacity="${opacity}"`;
  return tile(
    art,
    size * 2,
    size * 2,
    `<rect width="${size}" height="${size * 2}" ${band}/><rect width="${size * 2}" height="${size}" ${band}/>`,
    angle,
  );
}

export function dots(art, { colour, size = 7, gap = 40, angle = 45 }) {
  return tile(art, gap, gap, `<circle cx="${gap / 2}" cy="${gap / 2}" r="${size}" fill="${colour}"/>`, angle);
}

/** Two motifs in half-drop, the way a block printer sets them. */
export function halfDrop(art, { size = 110, motif, angle = 0 }) {
  const [a, b] = [motif(0), motif(1)];
  const at = (x, y, content) => place(x, y, content);
  const q = size / 4;
  return tile(art, size, size, at(q, q, a) + at(q * 3, q * 3, b), angle);
}

export const mangoLeaf = (colour, vein) => (index) =>
  place(0, 20, flat(leaf(46, 20), colour) + line('M0 -4 L0 -34', vein, 3), {
    turn: index ? 24 : -24,
  });

export const marigold = (colour, heart) => () =>
  flat(star(0, 0, 24, 17, 11), colour) + flat(ellipse(0, 0, 10), heart);

export const poppy = (petals, heart, stalk) => (index) =>
  index
    ? line('M0 22 C-6 8 6 -4 0 -20', stalk, 4) +
      flat(leaf(18, 7), stalk, 'transform="translate(0 6) rotate(60)"') +
      flat(leaf(18, 7), stalk, 'transform="translate(0 0) rotate(-60)"')
    : flat(ellipse(-9, 0, 13, 12), petals) +
      flat(ellipse(9, 0, 13, 12), petals) +
      flat(ellipse(0, -9, 13, 11), petals) +
      flat(ellipse(0, 2, 6), heart);

export const sprig = (colour) => (index) =>
  place(
    0,
    22,
    line('M0 0 L0 -36', colour, 4) +
      [-48, 48].map((turn) => place(0, -8, flat(leaf(22, 8), colour), { turn })).join('') +
      [-42, 42].map((turn) => place(0, -22, flat(leaf(20, 7), colour), { turn })).join('') +
      place(0, -30, flat(leaf(18, 7), colour)),
    { turn: index ? 16 : -16 },
  );

/** Waves like overlapping fish scales. */
export function scales(art, { colour, size = 80, width = 5 }) {
  const rings = (x, y) =>
    [0.5, 0.33, 0.16]
      .map(
        (share) =>
          `<circle cx="${x}" cy="${y}" r="${size * share}" fill="none" stroke="${colour}" stroke-width="${width}"/>`,
      )
      .join('');
  return tile(
    art,
    size,
    size / 2,
    rings(0, size / 2) + rings(size, size / 2) + rings(size / 2, size / 2 + size / 4) + rings(size / 2, 0),
  );
}

/** Chips of many colours, strewn over a rectangle. */
export function chips(art, { left, top, right, bottom, colours, count = 70, size = 20 }) {
  return Array.from({ length: count }, (_, index) => {
    const corners = Math.round(art.random(4, 6));
    const reach = art.random(size * 0.6, size * 1.5);
    const x = art.random(left, right);
    const y = art.random(top, bottom);
    const d = Array.from({ length: corners }, (_unused, corner) => {
      const angle = (corner / corners) * Math.PI * 2 + art.random(0, 0.7);
      const r = reach * art.random(0.6, 1);
      return `${Math.round(x + r * Math.cos(angle))} ${Math.round(y + r * Math.sin(angle))}`;
    }).join(' L');
    return flat(`M${d} Z`, colours[index % colours.length]);
  }).join('');
}

/** Round specks of one colour over a rectangle, as in enamel or stoneware. */
export function specks(art, { left, top, right, bottom, colour, count = 80, size = 5 }) {
  let small = '';
  let large = '';
  for (let index = 0; index < count; index += 1) {
    const spot = `M${Math.round(art.random(left, right))} ${Math.round(art.random(top, bottom))}h.1`;
    if (index % 4) small += spot;
    else large += spot;
  }
  return line(small, colour, size) + line(large, colour, size * 1.9);
}
