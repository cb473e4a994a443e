import fc from "fast-check";
import { expect, test } from "vitest";
import { alphaFromGrounds } from "./picture-alpha.ts";

test("a colour of any transparency is found again", () => {
  const byte = fc.integer({ min: 0, max: 255 });
  fc.assert(
    fc.property(byte, byte, byte, byte, (red, green, blue, alpha) => {
      const share = alpha / 255;
      const black = Uint8ClampedArray.from([red * share, green * share, blue * share, 255]);
      const white = black.map((value, channel) => (channel === 3 ? 255 : value + 255 - alpha));
      alphaFromGrounds(black, white);
      expect(Math.abs((black[3] ?? 0) - alpha)).toBeLessThanOrEqual(1);
      // Eight bits of a faint colour hold little of it.
      const slack = alpha === 0 ? 255 : 1 + 255 / alpha;
      for (const [channel, value] of [red, green, blue].entries())
        if (alpha > 0) expect(Math.abs((black[channel] ?? 0) - value)).toBeLessThanOrEqual(slack);
    }),
    { seed: 20261125 },
  );
});

test("nothing is nothing, and what is solid stays as it is", () => {
  const black = Uint8ClampedArray.from([0, 0, 0, 255, 10, 20, 30, 255]);
  alphaFromGrounds(black, Uint8ClampedArray.from([255, 255, 255, 255, 10, 20, 30, 255]));
  expect([...black]).toEqual([0, 0, 0, 0, 10, 20, 30, 255]);
});
