/**
 * Repeatable chance: xoshiro128** 1.1 (D. Blackman, S. Vigna, "Scrambled Linear Pseudorandom Number
 * Generators", ACM Transactions on Mathematical Software 47, 2021), seeded through the 32-bit finaliser of
 * MurmurHash3 (A. Appleby). Only integer arithmetic and sums, so that every engine gives the same numbers.
 */

export interface Random {
  /** Uniform in [0, 1). */
  unit(): number;
  /** Uniform in [low, high). */
  between(low: number, high: number): number;
  /** Uniform integer in 0 … count − 1. */
  below(count: number): number;
  chance(probability: number): boolean;
  /** One of a list that is not empty. */
  pick<T>(list: readonly T[]): T;
  /** Bell-shaped, at most six deviations from the mean: the sum of twelve uniforms (Irwin–Hall). */
  normal(mean: number, deviation: number): number;
  /** A stream of its own: what is drawn from it does not shift what is drawn elsewhere. */
  fork(label: string): Random;
}

export function createRandom(seed: number | string): Random {
  const start = typeof seed === "number" ? seed >>> 0 : labelHash(seed, 0);
  const next = xoshiro128(new Uint32Array(4).map((_, i) => finalise(start + Math.imul(i + 1, 0x9e3779b9))));
  const unit = (): number => next() / 0x1_0000_0000;
  const below = (count: number): number => Math.floor(unit() * count);
  return {
    unit,
    below,
    between: (low, high) => low + unit() * (high - low),
    chance: (probability) => unit() < probability,
    pick: <T>(list: readonly T[]): T => {
      if (list.length === 0) throw new RangeError("nothing to pick from");
      return list[below(list.length)] as T;
    },
    normal: (mean, deviation) => {
      let sum = -6;
      for (let i = 0; i < 12; i += 1) sum += unit();
      return mean + sum * deviation;
    },
    fork: (label) => createRandom(labelHash(label, start)),
  };
}

/** The next 32 bits at each call; `state` is four words, not all zero, and is used up. */
export function xoshiro128(state: Uint32Array): () => number {
  return () => {
    const [a = 0, b = 0, c = 0, d = 0] = state;
    const third = c ^ a;
    const fourth = d ^ b;
    state[0] = a ^ fourth;
    state[1] = b ^ third;
    state[2] = third ^ (b << 9);
    state[3] = rotate(fourth, 11);
    return Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0;
  };
}

const rotate = (value: number, bits: number): number => (value << bits) | (value >>> (32 - bits));

function finalise(value: number): number {
  let x = value | 0;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
}

/** FNV-1a over the characters, begun at the parent's seed. */
function labelHash(label: string, start: number): number {
  let result = (0x811c9dc5 ^ start) >>> 0;
  for (let i = 0; i < label.length; i += 1)
    result = Math.imul(result ^ label.charCodeAt(i), 0x01000193) >>> 0;
  return finalise(result);
}
