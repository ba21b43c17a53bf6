import { flat, ellipse, line } from './path.mjs';

/** The hook and the peg it hangs on. */
export function drawHanger() {
  return (
    flat(ellipse(480, 150, 17), '#4a3b36') +
    line('M480 296 L480 232 C480 208 518 210 518 178 C518 138 452 138 452 172', '#5d5552', 9)
  );
}

/** The wooden bar that shows inside the collar. */
drawHanger.bar = (art, wood = '#b98252') =>
  art.solid(
    'M480 282 C540 284 600 318 664 352 L650 372 C590 346 540 330 480 330 C420 330 370 346 310 372 L296 352 C360 318 420 284 480 282 Z',
    wood,
    { depth: 8, grain: 20 },
  );
