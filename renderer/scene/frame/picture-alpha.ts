/** Colour and transparency of a picture from how it looks over black and over white. Pure. */

/**
 * Over black a pixel is colour × alpha, over white that plus 1 − alpha. The first picture becomes the
 * result. Both rgba, 0…255, as they are blended: in sRGB.
 */
export function alphaFromGrounds(black: Uint8ClampedArray, white: Uint8ClampedArray): void {
  for (let at = 0; at < black.length; at += 4) {
    let through = 0;
    for (let channel = 0; channel < 3; channel++)
      through += (white[at + channel] ?? 0) - (black[at + channel] ?? 0);
    const alpha = Math.min(255, Math.max(0, 255 - through / 3));
    for (let channel = 0; channel < 3; channel++)
      black[at + channel] = alpha < 0.5 ? 0 : ((black[at + channel] ?? 0) * 255) / alpha;
    black[at + 3] = alpha;
  }
}
