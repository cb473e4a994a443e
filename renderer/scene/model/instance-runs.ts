/**
 * Which instances of a batch are drawn, as runs of neighbours that draw the same range: one entry of a
 * multi-draw for each run instead of one for each instance. A frame costs as many entries as there are unique
 * parts, however often each occurs. A run keeps its place whatever is shown of it, and the order within it means
 * nothing: to show or hide an instance is to change two numbers.
 */
import { DataTexture, RedIntegerFormat, UnsignedIntType } from "three";

export class InstanceRuns {
  /** Per run: its range, its first instance, and how many of its instances are shown. */
  readonly ranges: Int32Array;
  readonly firsts: Int32Array;
  readonly counts: Int32Array;
  /** The first run of each cell, and after the last one how many there are. */
  readonly cellRuns: Int32Array;
  /** Instances that are shown. */
  count: number;
  /** Grows with every change that was told (`changed`). */
  version = 0;
  /** Per run the place of its first shown instance; from there on its instances, the shown ones first. */
  readonly texture: DataTexture;
  /** Range per instance. */
  declare readonly rangeOf: Int32Array;
  declare private readonly texels: Uint32Array;
  /** Per instance its run, and its place in the texture. */
  declare private readonly runOf: Int32Array;
  declare private readonly placeOf: Int32Array;
  private isChanged = false;

  /**
   * @param rangeOf range per instance; the fewer changes from one to the next, the fewer runs
   * @param cellStarts first instance of each cell: no run goes beyond its cell
   */
  constructor(rangeOf: Int32Array, cellStarts: Int32Array = Int32Array.of(0)) {
    this.rangeOf = rangeOf;
    this.cellRuns = new Int32Array(cellStarts.length + 1);
    this.runOf = new Int32Array(rangeOf.length);
    const firsts: number[] = [];
    let cell = 0;
    for (let at = 0; at < rangeOf.length; at++) {
      const isFirst = at === cellStarts[cell];
      if (isFirst) {
        this.cellRuns[cell] = firsts.length;
        cell++;
      }
      if (isFirst || rangeOf[at] !== rangeOf[at - 1]) firsts.push(at);
      this.runOf[at] = firsts.length - 1;
    }
    const runs = firsts.length;
    this.cellRuns.fill(runs, cell);
    this.firsts = Int32Array.from(firsts);
    this.ranges = this.firsts.map((first) => rangeOf[first] ?? -1);
    this.counts = this.firsts.map((first, run) => (firsts[run + 1] ?? rangeOf.length) - first);
    this.count = rangeOf.length;
    const side = Math.max(1, Math.ceil(Math.sqrt(runs + rangeOf.length)));
    this.texels = new Uint32Array(side * side);
    this.placeOf = new Int32Array(rangeOf.length);
    for (let run = 0; run < runs; run++) this.texels[run] = runs + (firsts[run] as number);
    for (let at = 0; at < rangeOf.length; at++) {
      this.texels[runs + at] = at;
      this.placeOf[at] = runs + at;
    }
    this.texture = new DataTexture(this.texels, side, side, RedIntegerFormat, UnsignedIntType);
    this.texture.needsUpdate = true;
  }

  isShown(instance: number): boolean {
    const run = this.runOf[instance];
    return run !== undefined && (this.placeOf[instance] as number) < this.endOf(run);
  }

  /** Shows or hides an instance; `changed` tells whoever draws, after all of them. */
  show(instance: number, shown: boolean): void {
    const { runOf, placeOf, texels, counts } = this;
    const run = runOf[instance] as number;
    const end = this.endOf(run);
    const place = placeOf[instance] as number;
    if (place < end === shown) return;
    // It changes places with the one on the other side of the border, which moves by one.
    const border = shown ? end : end - 1;
    const other = texels[border] as number;
    texels[place] = other;
    placeOf[other] = place;
    texels[border] = instance;
    placeOf[instance] = border;
    const by = shown ? 1 : -1;
    counts[run] = (counts[run] as number) + by;
    this.count += by;
    this.isChanged = true;
  }

  /** Once for any number of instances. */
  changed(): void {
    if (!this.isChanged) return;
    this.isChanged = false;
    this.version++;
    this.texture.needsUpdate = true;
  }

  /**
   * Shows the instances whose node has one bit in its state: all of them anew, which is less than to show many one by one.
   * @param nodes node per instance @param states per node
   */
  showOnly(nodes: Int32Array, states: Uint8Array, wanted: number): void {
    const { firsts, counts, texels, placeOf } = this;
    const runs = firsts.length;
    let total = 0;
    for (let run = 0; run < runs; run++) {
      const to = run + 1 < runs ? (firsts[run + 1] as number) : nodes.length;
      // Shown ones from the front of its places, the others from their end.
      let front = texels[run] as number;
      let back = runs + to;
      for (let at = firsts[run] as number; at < to; at++) {
        const place = ((states[nodes[at] as number] as number) & wanted) !== 0 ? front++ : --back;
        texels[place] = at;
        placeOf[at] = place;
      }
      counts[run] = front - (texels[run] as number);
      total += counts[run] as number;
    }
    this.count = total;
    this.isChanged = true;
    this.changed();
  }

  /** Shown instances of a run, in order. */
  shownOf(run: number): readonly number[] {
    const from = this.texels[run] ?? 0;
    return [...this.texels.subarray(from, from + (this.counts[run] ?? 0))].toSorted((a, b) => a - b);
  }

  /** Place after the last shown instance of a run. */
  private endOf(run: number): number {
    return (this.texels[run] as number) + (this.counts[run] as number);
  }
}
