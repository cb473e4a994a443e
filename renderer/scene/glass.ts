/**
 * Parts that are transparent in their file: drawn with the ghosts (ghost-pass.ts), so that what they cover shines
 * through, but with their own opacity and their edges, and picked, cut and outlined as the solid parts that they are.
 */
import type { CadMesh, CadModel } from "../../shared/model/cad.ts";
import { EdgeBatch } from "./edge-batch.ts";
import { HATCHED, OF_FACE, STEPS } from "./glass-shaders.ts";
import type { SceneMaterials } from "./materials.ts";
import { SOLID } from "./node-states.ts";
import { SharedBatch, type BatchOptions } from "./shared-batch.ts";

/** Beside HIDDEN, SOLID and GHOST: a solid part that is transparent. */
export const GLASS = 3;
/** Files hide construction bodies by an opacity of 0: they are there, so they are seen. */
const LEAST_OPACITY = 0.15;
/** In bytes: a share that hatches (paint.ts), and one from which on faces keep their own colours. */
const HATCHED_SHARE = 1;
const FACE_SHARE = 128;

/** Opacity per node in steps, 0 where it is opaque; undefined where all are. */
export function glassOf({ nodes, parts }: CadModel): Uint8Array | undefined {
  const ofFaces = parts.map(({ mesh }) => opacityOfFaces(mesh));
  const steps = Uint8Array.from(nodes, ({ part, colour }) => {
    const { coloured, plain } = ofFaces[part] ?? { coloured: 0, plain: false };
    const usual = colour ?? parts[part]?.colour;
    const opacity = Math.max(coloured, plain ? (usual?.[3] ?? 1) : 0);
    return opacity < 1 && parts[part]?.mesh !== undefined
      ? Math.min(STEPS - 1, Math.round(Math.max(opacity, LEAST_OPACITY) * STEPS))
      : 0;
  });
  return steps.some((step) => step > 0) ? steps : undefined;
}

/** One opaque face makes a part opaque. */
function opacityOfFaces(mesh: CadMesh | undefined): { readonly coloured: number; readonly plain: boolean } {
  let [coloured, plain] = [0, mesh?.faces.length === 0];
  for (const { colour } of mesh?.faces ?? []) {
    if (colour === undefined) plain = true;
    else coloured = Math.max(coloured, colour[3]);
  }
  return { coloured, plain };
}

export interface Glass {
  readonly faces: SharedBatch;
  readonly edges: EdgeBatch;
  /** After the solid faces of these instances were painted. */
  readonly paint: () => void;
}

/** @param steps per instance, from `glassOf` @param solid of the same instances, as are `edges` */
export function createGlass(
  steps: Uint8Array,
  solid: SharedBatch,
  edges: EdgeBatch,
  faceOptions: Omit<BatchOptions, "material">,
  edgeOptions: Omit<BatchOptions, "material">,
  materials: Pick<SceneMaterials, "glass" | "edge">,
): Glass {
  const faces = new SharedBatch({ ...faceOptions, material: materials.glass, placedAs: solid });
  const lines = new EdgeBatch({
    ...edgeOptions,
    material: materials.edge,
    placedAs: solid,
    shownAs: faces,
    colouredAs: edges,
  });
  lines.renderOrder = edges.renderOrder;
  const instances = Int32Array.from(steps.keys()).filter((at) => (steps[at] ?? 0) > 0);
  return {
    faces,
    edges: lines,
    paint: () => {
      const [from, to] = [solid.colours, faces.colours];
      for (const at of instances) {
        const place = at * 4;
        to.set(from.subarray(place, place + 3), place);
        const share = from[place + 3] ?? 0;
        const mode = share === HATCHED_SHARE ? HATCHED : share >= FACE_SHARE ? OF_FACE : 0;
        to[place + 3] = mode + (steps[at] ?? 0);
      }
      faces.coloursChanged();
    },
  };
}

/** Per node as its batch is to draw it. @param states HIDDEN, SOLID or GHOST per node */
export function withGlass(states: Uint8Array, steps: Uint8Array | undefined): Uint8Array {
  if (steps === undefined) return states;
  return states.map((state, node) => (state === SOLID && steps[node] !== 0 ? GLASS : state));
}
