/** A chunk in memory: what is said of it as a whole, and its columns, which are read when they are asked for. */
import type { FirstColumns, RestColumns } from "./chunk-bytes.ts";
import { headOf, type ChunkHead } from "./chunk-head.ts";
import type { EventChunk, Ids } from "./event-chunk.ts";

/** Reads what is stored of a chunk; each is called once at most. */
export interface LaterColumns {
  readonly columns: () => Omit<FirstColumns, "offsets"> & Pick<LoadedChunk, "offsets">;
  readonly units: () => Ids;
  readonly rest: () => RestColumns;
}

/** A column that nobody touches is not read: who can answer from the head does, and takes no more than he needs. */
export interface LoadedChunk extends Omit<EventChunk, "offsets">, ChunkHead {
  /** Offsets added to it are positions. */
  readonly base: number;
  readonly offsets: Uint16Array | Float64Array;
  /** Reads all but the rest; also that. Nothing where it was read already. */
  readonly readUnits: () => void;
  readonly readWhole: () => void;
  readonly hasUnits: boolean;
  readonly isWhole: boolean;
}

/** @param offsets of rows that do not lie within the positions of one chunk */
export function loadedChunk(
  base: number,
  chunk: EventChunk,
  offsets: LoadedChunk["offsets"] = chunk.offsets,
): LoadedChunk {
  const made = new ChunkInMemory(base, headOf(chunk, base, offsets), {
    columns: () => ({ ...chunk, offsets }),
    units: () => chunk.units,
    rest: () => chunk,
  });
  made.readWhole();
  return made;
}

export function openedChunk(base: number, head: ChunkHead, later: LaterColumns): LoadedChunk {
  return new ChunkInMemory(base, head, later);
}

class ChunkInMemory implements LoadedChunk {
  readonly base: number;
  readonly rows: number;
  readonly first: number;
  readonly lastStart: number;
  readonly last: number;
  readonly longest: number;
  readonly counts: Uint32Array;
  readonly undated: Uint32Array;
  readonly failed: Uint32Array;
  readonly worst: Uint8Array;
  readonly worstPositions: Float64Array;
  readonly critical: LoadedChunk["critical"];
  readonly machines: Ids;
  readonly bySource: LoadedChunk["bySource"];
  readonly #later: LaterColumns;
  #columns: ReturnType<LaterColumns["columns"]> | undefined;
  #units: Ids | undefined;
  #rest: RestColumns | undefined;

  constructor(base: number, head: ChunkHead, later: LaterColumns) {
    this.base = base;
    this.rows = head.rows;
    this.first = head.first;
    this.lastStart = head.lastStart;
    this.last = head.last;
    this.longest = head.longest;
    this.counts = head.counts;
    this.undated = head.undated;
    this.failed = head.failed;
    this.worst = head.worst;
    this.worstPositions = head.worstPositions;
    this.critical = head.critical;
    this.machines = head.machines;
    this.bySource = head.bySource;
    this.#later = later;
  }

  get codes(): Uint8Array {
    return this.#first.codes;
  }
  get starts(): LoadedChunk["starts"] {
    return this.#first.starts;
  }
  get parts(): Ids {
    return this.#first.parts;
  }
  get offsets(): LoadedChunk["offsets"] {
    return this.#first.offsets;
  }
  get units(): Ids {
    return (this.#units ??= this.#later.units());
  }
  get equipment(): Ids {
    return this.#others.equipment;
  }
  get sources(): Ids {
    return this.#others.sources;
  }
  get spanRows(): Uint16Array {
    return this.#others.spanRows;
  }
  get spanEnds(): LoadedChunk["spanEnds"] {
    return this.#others.spanEnds;
  }
  get hasUnits(): boolean {
    return this.#columns !== undefined && this.#units !== undefined;
  }
  get isWhole(): boolean {
    return this.hasUnits && this.#rest !== undefined;
  }
  readUnits(): void {
    this.#columns ??= this.#later.columns();
    this.#units ??= this.#later.units();
  }
  readWhole(): void {
    this.readUnits();
    this.#rest ??= this.#later.rest();
  }
  get #first(): ReturnType<LaterColumns["columns"]> {
    return (this.#columns ??= this.#later.columns());
  }
  get #others(): RestColumns {
    return (this.#rest ??= this.#later.rest());
  }
}
