/** What the height of a trace stands for: as wide as anything seen of the signal, so that zooming never rescales it. */

export type Range = readonly [low: number, high: number];

export function widen(known: Range | undefined, found: Range | undefined): Range | undefined {
  if (known === undefined || found === undefined) return found ?? known;
  return [Math.min(known[0], found[0]), Math.max(known[1], found[1])];
}

/** Rounded outward to two digits of its length; from 0 where 0 is nearer than the length of the range. */
export function axisRange([low, high]: Range): Range {
  const length = high - low;
  if (length === 0) return [low, high];
  const grain = 10 ** (Math.floor(Math.log10(length)) - 1);
  // Too small to be rounded in binary.
  if (grain === 0) return [low, high];
  const from = low > 0 && low <= length ? 0 : Math.floor(low / grain) * grain;
  const to = high < 0 && -high <= length ? 0 : Math.ceil(high / grain) * grain;
  // Multiples of a power of ten carry binary dust.
  return [Number(from.toPrecision(12)), Number(to.toPrecision(12))];
}
