/**
 * Which instances of a batch are drawn, as runs of neighbours that draw the same range: one entry of a
 * multi-draw for each run instead of one for each instance. A frame costs as many entries as there are unique
 * parts, however often each occurs. Rebuilt when what is shown changes, never for a frame.
 */
import { DataTexture, RedIntegerFormat, UnsignedIntType } from "three";

export class InstanceRuns {
  /** 1 per instance that is drawn. */
  readonly shown: Uint8Array;
  /** Per run: its range, and how many instances it has. */
  readonly ranges: Int32Array;
  readonly counts: Int32Array;
  /** Of runs. */
  count = 0;
  /** Grows with every change. */
  version = 0;
  /** Per run the place of its first instance; from there on the shown instances in order. */
  readonly texture: DataTexture;
  /** The first instance of a run; its rank by size stands for all of them. */
  readonly firsts: Int32Array;
  /** Range per instance. */
  declare readonly rangeOf: Int32Array;
  declare private readonly texels: Uint32Array;

  /** @param rangeOf range per instance; the fewer changes from one to the next, the fewer runs */
  constructor(rangeOf: Int32Array) {
    this.rangeOf = rangeOf;
    let most = 0;
    for (let at = 0; at < rangeOf.length; at++) if (at === 0 || rangeOf[at] !== rangeOf[at - 1]) most++;
    this.ranges = new Int32Array(most);
    this.counts = new Int32Array(most);
    this.firsts = new Int32Array(most);
    this.shown = new Uint8Array(rangeOf.length).fill(1);
    const side = Math.max(1, Math.ceil(Math.sqrt(most + rangeOf.length)));
    this.texels = new Uint32Array(side * side);
    this.texture = new DataTexture(this.texels, side, side, RedIntegerFormat, UnsignedIntType);
    this.rebuild();
  }

  /**
   * Shows the instances whose node is in one state; false where none is.
   * @param nodes node per instance @param states per node
   */
  showOnly(nodes: Int32Array, states: Uint8Array, wanted: number): boolean {
    const { shown } = this;
    let changed = false;
    for (let at = 0; at < nodes.length; at++) {
      const now = states[nodes[at] as number] === wanted ? 1 : 0;
      if (shown[at] === now) continue;
      shown[at] = now;
      changed = true;
    }
    if (changed) this.rebuild();
    return this.count > 0;
  }

  private rebuild(): void {
    const { shown, rangeOf, ranges, counts, firsts, texels } = this;
    let run = -1;
    let current = -1;
    let place = ranges.length;
    for (let at = 0; at < rangeOf.length; at++) {
      if (shown[at] === 0) continue;
      const range = rangeOf[at] as number;
      if (range !== current) {
        run++;
        current = range;
        ranges[run] = range;
        counts[run] = 0;
        firsts[run] = at;
        texels[run] = place;
      }
      counts[run] = (counts[run] as number) + 1;
      texels[place] = at;
      place++;
    }
    this.count = run + 1;
    this.version++;
    this.texture.needsUpdate = true;
  }
}
