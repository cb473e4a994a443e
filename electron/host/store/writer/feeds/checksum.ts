const PRIME_A = 2_654_435_761;
const PRIME_B = 1_597_334_677;

/**
 * A rolling sum over a set of (id, revision): the same set gives the same sum in any order of adding
 * and removing. 2 × 32 bits against accidents, not against an adversary.
 */
export class SetChecksum {
  private high: number;
  private low: number;

  /** `text` as `toString` gave it: 16 hexadecimal digits. */
  constructor(text = "0000000000000000") {
    this.high = Number.parseInt(text.slice(0, 8), 16);
    this.low = Number.parseInt(text.slice(8), 16);
  }

  add(id: string, revision: number): void {
    this.mix(id, revision, 1);
  }

  /** As `add`, of an id that stands in these bytes, all of ASCII. */
  addAscii(bytes: Uint8Array, start: number, end: number, revision: number): void {
    let a = 0xdeadbeef ^ revision;
    let b = 0x41c6ce57 ^ revision;
    for (let index = start; index < end; index += 1) {
      const unit = bytes[index] ?? 0;
      a = Math.imul(a ^ unit, PRIME_A);
      b = Math.imul(b ^ unit, PRIME_B);
    }
    this.settle(a, b, 1);
  }

  /** Adds the whole set that `text` is the sum of. */
  addSet(text: string): void {
    const { high, low } = new SetChecksum(text);
    this.high = (this.high + high) >>> 0;
    this.low = (this.low + low) >>> 0;
  }

  remove(id: string, revision: number): void {
    this.mix(id, revision, -1);
  }

  toString(): string {
    return `${this.high.toString(16).padStart(8, "0")}${this.low.toString(16).padStart(8, "0")}`;
  }

  /** Two multiplicative hashes over UTF-16 units with different primes and seeds, avalanched as MurmurHash3 does. */
  private mix(id: string, revision: number, sign: 1 | -1): void {
    let a = 0xdeadbeef ^ revision;
    let b = 0x41c6ce57 ^ revision;
    for (let index = 0; index < id.length; index += 1) {
      const unit = id.charCodeAt(index);
      a = Math.imul(a ^ unit, PRIME_A);
      b = Math.imul(b ^ unit, PRIME_B);
    }
    this.settle(a, b, sign);
  }

  private settle(first: number, second: number, sign: 1 | -1): void {
    let a = first;
    let b = second;
    a = Math.imul(a ^ (a >>> 16), 2_246_822_507) ^ Math.imul(b ^ (b >>> 13), 3_266_489_909);
    b = Math.imul(b ^ (b >>> 16), 2_246_822_507) ^ Math.imul(a ^ (a >>> 13), 3_266_489_909);
    this.high = (this.high + sign * (a >>> 0)) >>> 0;
    this.low = (this.low + sign * (b >>> 0)) >>> 0;
  }
}
