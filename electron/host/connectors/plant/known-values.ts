/** Values that stand in the bytes of a source again and again: each is read once and has a number from then on. */

/** Values and bytes of them from which on all are forgotten and numbered anew. */
const MOST = 20_000;
const MOST_BYTES = 4 * 1024 * 1024;
/** A power of two, at least twice as many as values. */
const SLOTS = 65_536;

export class KnownValues<T> {
  /** Another one after all were forgotten: numbers of before mean nothing any more. */
  generation = 0;
  /** By number. */
  readonly values: T[] = [];
  private readonly read: (bytes: Buffer, start: number, end: number) => T | undefined;
  /** Number + 1 by hash; 0: free. */
  private readonly slots = new Int32Array(SLOTS);
  private readonly from: number[] = [];
  private readonly to: number[] = [];
  private kept = Buffer.allocUnsafeSlow(64 * 1024);
  private used = 0;

  /** `read`: undefined for what is none. */
  constructor(read: (bytes: Buffer, start: number, end: number) => T | undefined) {
    this.read = read;
  }

  /** Before each line: numbers of one line mean the same to its end. */
  makeRoom(): void {
    if (this.values.length >= MOST || this.used > MOST_BYTES) this.forget();
  }

  /** Its number; -1: it is none. */
  numberOf(bytes: Buffer, start: number, end: number): number {
    // FNV-1a.
    let hash = 0x811c9dc5;
    for (let at = start; at < end; at += 1) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
    let slot = (hash ^ (hash >>> 15)) & (SLOTS - 1);
    for (;;) {
      const number = (this.slots[slot] ?? 0) - 1;
      if (number < 0) return this.take(bytes, start, end, slot);
      if (this.is(number, bytes, start, end)) return number;
      slot = (slot + 1) & (SLOTS - 1);
    }
  }

  private is(number: number, bytes: Buffer, start: number, end: number): boolean {
    const from = this.from[number] ?? 0;
    if ((this.to[number] ?? 0) - from !== end - start) return false;
    const { kept } = this;
    for (let at = start, other = from; at < end; at += 1, other += 1)
      if (bytes[at] !== kept[other]) return false;
    return true;
  }

  private take(bytes: Buffer, start: number, end: number, slot: number): number {
    const value = this.read(bytes, start, end);
    const length = end - start;
    if (value === undefined) return -1;
    while (this.used + length > this.kept.length) {
      const larger = Buffer.allocUnsafeSlow(this.kept.length * 2);
      this.kept.copy(larger, 0, 0, this.used);
      this.kept = larger;
    }
    const number = this.values.push(value) - 1;
    this.from.push(this.used);
    this.used += bytes.copy(this.kept, this.used, start, end);
    this.to.push(this.used);
    this.slots[slot] = number + 1;
    return number;
  }

  private forget(): void {
    this.generation += 1;
    this.slots.fill(0);
    this.values.length = 0;
    this.from.length = 0;
    this.to.length = 0;
    this.used = 0;
  }
}
