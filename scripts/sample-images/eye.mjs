import { ellipse, flat } from './path.mjs';

/** A dark, friendly eye with a spark of light in it. */
export const eye = (x, y, r = 10) =>
  flat(ellipse(x, y, r), '#231d26') + flat(ellipse(x - r * 0.3, y - r * 0.35, r * 0.32), '#ffffff');
