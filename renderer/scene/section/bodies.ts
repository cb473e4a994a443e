/**
 * The parts that a section gives cut faces: those whose mesh is closed. Counting surfaces behind an open one
 * would fill whatever is seen through its hole. Transparent ones, also those of which single faces are so, are cut as the
 * solid parts that they are: a cut shows what is there. Made when the first section asks.
 */
import type { CadModel } from "../../../shared/model/cad.ts";
import type { Bounds } from "../../../shared/geometry/bounds.ts";
import { HIDDEN, SOLID } from "../presentation/node-states.ts";
import { SharedBatch } from "../model/shared-batch.ts";
import { isClosed } from "../../../shared/geometry/closed-mesh.ts";

export interface Bodies {
  readonly batches: () => readonly SharedBatch[];
  readonly openParts: () => readonly number[];
  readonly show: (states: Uint8Array) => void;
  readonly setBounds: (solid: SharedBatch, bounds: Bounds) => void;
  readonly dispose: () => void;
}

interface ChunkOfSolids {
  readonly nodes: Int32Array;
  readonly solid: SharedBatch;
  /** The same instances, of each all its faces. */
  readonly mask: SharedBatch;
}

/** @param glass per node 0 where it is opaque: the others are not among the solids */
export function createBodies(model: CadModel, chunks: readonly ChunkOfSolids[], glass?: Uint8Array): Bodies {
  let shown: Uint8Array | undefined;
  let open: ReadonlySet<number> | undefined;
  /** In place of the solids of chunks that have an open part or a transparent one. */
  let own: ReadonlyMap<SharedBatch, { readonly nodes: Int32Array; readonly body: SharedBatch }> | undefined;
  const openParts = (): ReadonlySet<number> =>
    (open ??= new Set(
      model.parts.flatMap(({ mesh }, part) =>
        mesh !== undefined && mesh.indices.length > 0 && !isClosed(mesh) ? [part] : [],
      ),
    ));
  const show = (states: Uint8Array): void => {
    shown = states;
    if (own === undefined || own.size === 0) return;
    const closed = states.slice();
    model.nodes.forEach(({ part }, node) => {
      if (closed[node] === SOLID && openParts().has(part)) closed[node] = HIDDEN;
    });
    for (const { nodes, body } of own.values()) body.showOnly(nodes, closed, SOLID);
  };
  const make = (): NonNullable<typeof own> => {
    const made = new Map<SharedBatch, { readonly nodes: Int32Array; readonly body: SharedBatch }>();
    const isOther = (node: number): boolean =>
      openParts().has(model.nodes[node]?.part ?? -1) || (glass?.[node] ?? 0) > 0;
    for (const { nodes, solid, mask } of chunks)
      if ((openParts().size > 0 || glass !== undefined) && nodes.some(isOther))
        made.set(solid, { nodes, body: mask.twin() });
    return made;
  };
  return {
    batches: () => {
      if (own === undefined) {
        own = make();
        if (shown !== undefined) show(shown);
      }
      return chunks.map(({ solid }) => own?.get(solid)?.body ?? solid);
    },
    openParts: () => [...openParts()],
    show,
    setBounds: (solid, bounds) => own?.get(solid)?.body.setBounds(bounds),
    dispose: () => {
      for (const { body } of own?.values() ?? []) body.disposeInstances();
    },
  };
}
