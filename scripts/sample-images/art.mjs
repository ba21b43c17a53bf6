import { darker } from './colour.mjs';
import { bounds, flat, line } from './path.mjs';
import { createRandom } from './random.mjs';

const EVERYWHERE = 'x="-2000" y="-2000" width="5000" height="5000"';

/** A hard, flat shadow on the wall behind something that hangs. */
function castOnWall(d, dx = 30, dy = 26, opacity = 0.13) {
  return `<path d="${d}" transform="translate(${dx} ${dy})" fill="#2a1e2e" opacity="${opacity}"/>`;
}

/** A pool of shadow under something that stands. */
function castOnFloor(cx, cy, rx, ry = rx * 0.13, opacity = 0.2) {
  return `<ellipse cx="${cx + rx * 0.12}" cy="${cy}" rx="${rx}" ry="${ry}" fill="#2a1e2e" opacity="${opacity}"/>`;
}

/** One sheet of paper: it hands out ids, keeps the definitions and knows how this shop shades things. */
export function createArt(seed) {
  const random = createRandom(seed);
  const definitions = [];

  function define(write) {
    const id = `d${definitions.length}`;
    definitions.push(write(id));
    return id;
  }

  function clip(d, content) {
    const id = define((name) => `<clipPath id="${name}"><path d="${d}"/></clipPath>`);
    return `<g clip-path="url(#${id})">${content}</g>`;
  }

  /** The crescent of a shape that a shifted copy of itself does not cover. */
  function crescent(d, dx, dy, colour, opacity) {
    const id = define(
      (name) =>
        `<mask id="${name}" maskUnits="userSpaceOnUse" ${EVERYWHERE}><rect ${EVERYWHERE} fill="#fff"/><path d="${d}" transform="translate(${dx} ${dy})" fill="#000"/></mask>`,
    );
    return `<rect ${EVERYWHERE} fill="${colour}" opacity="${opacity}" mask="url(#${id})"/>`;
  }

  /** Ink dots that gather towards the lower right, where the light does not reach. */
  function stipple(d, colour, amount, size = 4) {
    const { left, right, top, bottom } = bounds(d);
    let dots = '';
    for (let tries = 0; tries < amount; tries += 1) {
      const [u, v] = [random(), random()];
      if (random() > (u * 0.8 + v * 0.35) ** 2.2) continue;
      dots += `M${Math.round(left + u * (right - left))} ${Math.round(top + v * (bottom - top))}h.1`;
    }
    return dots && line(dots, colour, size);
  }

  /** A filled shape with a shaded edge, a lit edge and some grain; `inside` is drawn on it, under the shade. */
  function solid(
    d,
    fill,
    { inside = '', pattern = '', depth = 24, shade = 0.17, light = 0.15, grain = 90 } = {},
  ) {
    const dark = fill.startsWith('#') ? darker(fill, 0.75) : '#1b1524';
    return clip(
      d,
      flat(d, fill) +
        (pattern && flat(d, pattern)) +
        inside +
        crescent(d, -depth, -depth * 0.55, dark, shade) +
        (light ? crescent(d, depth * 0.45, depth * 0.35, '#fff8ec', light) : '') +
        (grain ? `<g opacity="0.2">${stipple(d, dark, grain * 3)}</g>` : ''),
    );
  }

  function glow(cx, cy, radius, colour, opacity = 0.75) {
    const id = define(
      (name) =>
        `<radialGradient id="${name}"><stop offset="0" stop-color="${colour}" stop-opacity="${opacity}"/><stop offset="0.45" stop-color="${colour}" stop-opacity="${opacity * 0.38}"/><stop offset="1" stop-color="${colour}" stop-opacity="0"/></radialGradient>`,
    );
    return `<circle cx="${cx}" cy="${cy}" r="${radius}" fill="url(#${id})"/>`;
  }

  return {
    random,
    define,
    clip,
    solid,
    castOnWall,
    castOnFloor,
    glow,
    definitions: () => definitions.join(''),
  };
}
