/** Each different value once, by number. */
export class ValuePool<T> {
  readonly items: T[] = [];
  private readonly known = new Map<string, number>();
  private readonly key: (value: T) => string;
  constructor(key: (value: T) => string) {
    this.key = key;
  }
  /** -1 for undefined. */
  index(value: T | undefined): number {
    if (value === undefined) return -1;
    const key = this.key(value);
    const index = this.known.get(key) ?? this.items.push(value) - 1;
    this.known.set(key, index);
    return index;
  }
}
