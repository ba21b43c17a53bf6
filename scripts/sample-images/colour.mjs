const channels = (hex) => [1, 3, 5].map((start) => parseInt(hex.slice(start, start + 2), 16));

/** The colour that lies `share` of the way from one hex colour to another. */
function mix(from, to, share) {
  const target = channels(to);
  return `#${channels(from)
    .map((value, index) => Math.round(value + (target[index] - value) * share))
    .map((value) => value.toString(16).padStart(2, '0'))
    .join('')}`;
}

export const darker = (hex, share = 0.2) => mix(hex, '#1b1524', share);
export const lighter = (hex, share = 0.3) => mix(hex, '#fff8ec', share);
