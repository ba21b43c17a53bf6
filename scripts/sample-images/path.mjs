// Paths are written with absolute M, L, C, Q and Z only, so that their numbers are plain x, y pairs.

const round = (value) => Math.round(value * 10) / 10;
const CURVE = 0.5523;

export function line(d, colour, width = 6, more = '') {
  return `<path d="${d}" fill="none" stroke="${colour}" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round" ${more}/>`;
}

export function flat(d, fill, more = '') {
  return `<path d="${d}" fill="${fill}" ${more}/>`;
}

export function ellipse(cx, cy, rx, ry = rx) {
  const [x, y] = [rx * CURVE, ry * CURVE];
  return (
    `M${round(cx - rx)} ${round(cy)} C${round(cx - rx)} ${round(cy - y)} ${round(cx - x)} ${round(cy - ry)} ${round(cx)} ${round(cy - ry)} ` +
    `C${round(cx + x)} ${round(cy - ry)} ${round(cx + rx)} ${round(cy - y)} ${round(cx + rx)} ${round(cy)} ` +
    `C${round(cx + rx)} ${round(cy + y)} ${round(cx + x)} ${round(cy + ry)} ${round(cx)} ${round(cy + ry)} ` +
    `C${round(cx - x)} ${round(cy + ry)} ${round(cx - rx)} ${round(cy + y)} ${round(cx - rx)} ${round(cy)} Z`
  );
}

export function box(x, y, width, height, corner = 0) {
  const [right, bottom] = [x + width, y + height];
  const c = Math.min(corner, width / 2, height / 2);
  if (c === 0) return `M${x} ${y} L${right} ${y} L${right} ${bottom} L${x} ${bottom} Z`;
  return (
    `M${x + c} ${y} L${right - c} ${y} Q${right} ${y} ${right} ${y + c} L${right} ${bottom - c} Q${right} ${bottom} ${right - c} ${bottom} ` +
    `L${x + c} ${bottom} Q${x} ${bottom} ${x} ${bottom - c} L${x} ${y + c} Q${x} ${y} ${x + c} ${y} Z`
  );
}

export function polygon(...points) {
  return `M${points.map(([x, y]) => `${round(x)} ${round(y)}`).join(' L')} Z`;
}

/** A star, or with a deep waist a flower or a sun. */
export function star(cx, cy, outer, inner, points = 5, turn = -90) {
  const corners = Array.from({ length: points * 2 }, (_, index) => {
    const angle = ((turn + (index * 180) / points) * Math.PI) / 180;
    const reach = index % 2 ? inner : outer;
    return [cx + reach * Math.cos(angle), cy + reach * Math.sin(angle)];
  });
  return polygon(...corners);
}

/** A pointed leaf from its stalk at the origin, to be placed with `place`. */
export function leaf(length, width) {
  return `M0 0 C${round(width)} ${round(-length * 0.3)} ${round(width * 0.8)} ${round(-length * 0.75)} 0 ${round(-length)} C${round(-width * 0.8)} ${round(-length * 0.75)} ${round(-width)} ${round(-length * 0.3)} 0 0 Z`;
}

/** The same path seen in a mirror that stands at `axis`. */
export function mirror(d, axis = 480) {
  let isX = false;
  return d.replace(/-?\d+(\.\d+)?/g, (number) => {
    isX = !isX;
    return isX ? String(round(2 * axis - Number(number))) : number;
  });
}

export function bounds(d) {
  const numbers = d.match(/-?\d+(\.\d+)?/g).map(Number);
  const xs = numbers.filter((_, index) => index % 2 === 0);
  const ys = numbers.filter((_, index) => index % 2 === 1);
  return {
    left: Math.min(...xs),
    right: Math.max(...xs),
    top: Math.min(...ys),
    bottom: Math.max(...ys),
  };
}

export function place(x, y, content, { turn = 0, size = 1, flip = false } = {}) {
  return `<g transform="translate(${round(x)} ${round(y)}) rotate(${round(turn)}) scale(${flip ? -size : size} ${size})">${content}</g>`;
}
