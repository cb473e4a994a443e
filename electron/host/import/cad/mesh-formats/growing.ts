/** Number arrays that grow as a file is read. */

export class GrowingFloats {
  private store = new Float64Array(1024);
  length = 0;

  push(...values: readonly number[]): void {
    if (this.length + values.length > this.store.length) {
      const larger = new Float64Array(this.store.length * 2);
      larger.set(this.store);
      this.store = larger;
    }
    for (const value of values) this.store[this.length++] = value;
  }

  at(index: number): number {
    return index < this.length ? (this.store[index] ?? NaN) : NaN;
  }

  /** A view: not to be kept over the next push. */
  values(): Float64Array {
    return this.store.subarray(0, this.length);
  }
}

export class GrowingIndices {
  private store = new Uint32Array(1024);
  length = 0;

  push(...values: readonly number[]): void {
    if (this.length + values.length > this.store.length) {
      const larger = new Uint32Array(this.store.length * 2);
      larger.set(this.store);
      this.store = larger;
    }
    for (const value of values) this.store[this.length++] = value;
  }

  values(): Uint32Array {
    return this.store.slice(0, this.length);
  }
}
