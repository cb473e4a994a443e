/** Which hashes of ids were there before: as a Set of numbers, at a fraction of its time. */
export class IdSet {
  /** 0: free. Half of it at most is used. */
  private slots = new Int32Array(1_024);
  private size = 0;

  /** False where it was there, or (once in 2^32) another one that is taken for it. */
  add(hash: number): boolean {
    if (this.size * 2 >= this.slots.length) this.grow();
    // 0 stands for a free slot.
    return this.put(hash === 0 ? 1 : hash | 0);
  }

  private put(hash: number): boolean {
    const { slots } = this;
    const mask = slots.length - 1;
    for (let slot = (hash ^ (hash >>> 15)) & mask; ; slot = (slot + 1) & mask) {
      const there = slots[slot];
      if (there === hash) return false;
      if (there !== 0) continue;
      slots[slot] = hash;
      this.size += 1;
      return true;
    }
  }

  private grow(): void {
    const before = this.slots;
    this.slots = new Int32Array(before.length * 2);
    this.size = 0;
    for (const hash of before) if (hash !== 0) this.put(hash);
  }
}
