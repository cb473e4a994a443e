/** Where every instance lies in the file, in typed arrays: about 25 bytes an instance. */

const ABSENT = 0xffffffff;

export class InstanceIndex {
  private ids: Float64Array;
  private heads: Uint32Array;
  private starts: Uint32Array;
  private ends: Uint32Array;
  private kinds: Uint32Array;
  private count = 0;
  private readonly typeNames: string[] = [];
  private readonly typeNumbers = new Map<string, number>();
  private readonly typeIds = new Map<string, readonly number[]>();
  private dense: Uint32Array | undefined;
  private sparse: Map<number, number> | undefined;

  constructor(expected: number) {
    const capacity = Math.max(expected, 64);
    this.ids = new Float64Array(capacity);
    this.heads = new Uint32Array(capacity);
    this.starts = new Uint32Array(capacity);
    this.ends = new Uint32Array(capacity);
    this.kinds = new Uint32Array(capacity);
  }

  get length(): number {
    return this.count;
  }

  /** `head`: at the "#"; `start` … `end`: right of "=" to left of ";". */
  add(id: number, type: string, head: number, start: number, end: number): void {
    if (this.count === this.ids.length) this.grow();
    const at = this.count;
    this.count += 1;
    this.ids[at] = id;
    this.heads[at] = head;
    this.starts[at] = start;
    this.ends[at] = end;
    let kind = this.typeNumbers.get(type);
    if (kind === undefined) {
      kind = this.typeNames.length;
      this.typeNames.push(type);
      this.typeNumbers.set(type, kind);
    }
    this.kinds[at] = kind;
  }

  /**
   * Makes instances findable by id. An id stands once (5.5.1.1): the first one counts, and the
   * offsets of the others are returned.
   */
  seal(): readonly { readonly id: number; readonly head: number }[] {
    let highest = 0;
    for (let i = 0; i < this.count; i += 1) highest = Math.max(highest, this.ids[i] ?? 0);
    if (highest < 8 * this.count + 4096) this.dense = new Uint32Array(highest + 1).fill(ABSENT);
    else this.sparse = new Map();
    const repeated: { id: number; head: number }[] = [];
    let kept = 0;
    for (let i = 0; i < this.count; i += 1) {
      const id = this.ids[i] ?? 0;
      if (this.place(id) !== undefined) {
        repeated.push({ id, head: this.heads[i] ?? 0 });
        continue;
      }
      if (kept !== i) {
        for (const column of [this.ids, this.heads, this.starts, this.ends, this.kinds])
          column[kept] = column[i] ?? 0;
      }
      if (this.dense !== undefined) this.dense[id] = kept;
      else this.sparse?.set(id, kept);
      kept += 1;
    }
    this.count = kept;
    return repeated;
  }

  /** Position of an instance in file order, undefined where there is none of that id. */
  place(id: number): number | undefined {
    if (this.dense === undefined) return this.sparse?.get(id);
    const place = this.dense[id];
    return place === ABSENT ? undefined : place;
  }

  head(place: number): number {
    return this.heads[place] ?? 0;
  }

  start(place: number): number {
    return this.starts[place] ?? 0;
  }

  end(place: number): number {
    return this.ends[place] ?? 0;
  }

  type(place: number): string {
    return this.typeNames[this.kinds[place] ?? 0] ?? "";
  }

  /** Ids of a keyword in file order, alone or as one of a complex instance. */
  idsOf(keyword: string): readonly number[] {
    const known = this.typeIds.get(keyword);
    if (known !== undefined) return known;
    const wanted = this.typeNames.map((name) => name === keyword || name.split("+").includes(keyword));
    const found: number[] = [];
    if (wanted.includes(true)) {
      for (let i = 0; i < this.count; i += 1)
        if (wanted[this.kinds[i] ?? 0] === true) found.push(this.ids[i] ?? 0);
    }
    this.typeIds.set(keyword, found);
    return found;
  }

  private grow(): void {
    const capacity = this.ids.length * 2;
    const longer = (old: Uint32Array): Uint32Array => {
      const grown = new Uint32Array(capacity);
      grown.set(old);
      return grown;
    };
    const ids = new Float64Array(capacity);
    ids.set(this.ids);
    this.ids = ids;
    this.heads = longer(this.heads);
    this.starts = longer(this.starts);
    this.ends = longer(this.ends);
    this.kinds = longer(this.kinds);
  }
}
