/** Damaged copies of files, from a seed: the same seed gives the same damage, for ever. */

export type Random = () => number;

/** mulberry32: 32 bits of state, good enough to choose where to hurt. */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b_79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const NUMBERS = ["0", "-1", "1E308", "-1.E-308", "NaN", "2147483648", "99999999999999999999", "1.5", ""];

/** One to four kinds of damage, one after the other. */
export function mutate(bytes: Uint8Array, seed: number): Uint8Array {
  const random = seeded(seed);
  let damaged = Uint8Array.from(bytes);
  const times = 1 + Math.floor(random() * 4);
  for (let time = 0; time < times && damaged.length > 0; time++) damaged = damage(damaged, random);
  return damaged;
}

function damage(bytes: Uint8Array, random: Random): Uint8Array<ArrayBuffer> {
  const place = (): number => Math.floor(random() * bytes.length);
  const [from, to] = [place(), place()].sort((a, b) => a - b) as [number, number];
  switch (Math.floor(random() * 8)) {
    case 0:
      return bytes.slice(0, place());
    case 1: {
      const copy = Uint8Array.from(bytes);
      for (let flip = 0; flip < 1 + random() * 16; flip++) copy[place()] = Math.floor(random() * 256);
      return copy;
    }
    case 2:
      return joined(bytes.subarray(0, from), bytes.subarray(Math.min(to, from + 2000)));
    case 3:
      return joined(bytes.subarray(0, to), bytes.subarray(Math.max(from, to - 2000)));
    case 4: {
      const copy = Uint8Array.from(bytes);
      copy.fill(random() < 0.5 ? 0 : 255, from, Math.min(to, from + 64));
      return copy;
    }
    case 5:
      return replaced(
        bytes,
        random,
        /-?\d+\.?\d*(?:[Ee][-+]?\d+)?/g,
        () => NUMBERS[Math.floor(random() * NUMBERS.length)],
      );
    case 6:
      return replaced(bytes, random, /#\d+/g, () => `#${Math.floor(random() * 400)}`);
    default: {
      // Sizes and counts of binary files stand on four bytes.
      const copy = Uint8Array.from(bytes);
      if (copy.length >= 4) {
        const at = Math.floor((random() * Math.min(copy.length - 3, 2000)) / 4) * 4;
        new DataView(copy.buffer).setUint32(at, Math.floor(random() * 2 ** 32), true);
      }
      return copy;
    }
  }
}

/** A few of what the pattern finds in the text become something else. */
function replaced(
  bytes: Uint8Array,
  random: Random,
  pattern: RegExp,
  other: () => string | undefined,
): Uint8Array<ArrayBuffer> {
  const share = Math.min(1, 40 / Math.max(1, bytes.length / 20));
  const text = Buffer.from(bytes).toString("latin1");
  return Uint8Array.from(
    Buffer.from(
      text.replace(pattern, (found) => (random() < share * 0.1 ? (other() ?? found) : found)),
      "latin1",
    ),
  );
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const result = new Uint8Array(a.length + b.length);
  result.set(a);
  result.set(b, a.length);
  return result;
}
