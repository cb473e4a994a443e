/**
 * What is transparent in its file, parts and single faces: drawn with the ghosts (ghost-pass.ts), so that what they
 * cover shines through, but with their own opacity and their edges, and picked, cut and outlined as the solid parts
 * that they are.
 */
import type { CadModel } from "../../../shared/model/cad.ts";
import { EdgeBatch } from "./edge-batch.ts";
import { HATCHED, OF_FACE, STEPS } from "../frame/glass-shaders.ts";
import { layerOpacity, opacityOfFaces } from "./glass-opacity.ts";
import type { SceneMaterials } from "../frame/materials.ts";
import { SOLID } from "../presentation/node-states.ts";
import { SharedBatch, type BatchOptions } from "./shared-batch.ts";

/** Beside HIDDEN, SOLID and GHOST, as a bit: a solid part that is transparent. With SOLID: one that is so in part. */
export const GLASS = 4;
/** In bytes: a share that hatches (paint.ts), and one from which on faces keep their own colours. */
const HATCHED_SHARE = 1;
const FACE_SHARE = 128;

export interface GlassPlan {
  /** Per node 0 where it is opaque, else the opacity of its faces without a colour of their own: `STEPS` is opaque. */
  readonly steps: Uint8Array;
  /** 1 per node that has opaque faces beside its transparent ones. */
  readonly mixed: Uint8Array;
}

/** Which nodes are transparent, wholly or in part; undefined where none is. */
export function planGlass({ nodes, parts }: CadModel): GlassPlan | undefined {
  const ofFaces = parts.map(({ mesh }) => opacityOfFaces(mesh));
  const mixed = new Uint8Array(nodes.length);
  const steps = new Uint8Array(nodes.length);
  let some = false;
  nodes.forEach(({ part, colour }, node) => {
    const { transparent, opaque, plain } = ofFaces[part] ?? NO_FACES;
    const usual = colour ?? parts[part]?.colour;
    const opacity = plain ? (usual?.[3] ?? 1) : 1;
    if (parts[part]?.mesh === undefined || (!transparent && opacity === 1)) return;
    some = true;
    const isMixed = opaque || (plain && opacity === 1);
    if (isMixed) mixed[node] = 1;
    steps[node] =
      opacity === 1
        ? STEPS
        : Math.max(1, Math.min(STEPS - 1, Math.round(layerOpacity(opacity, !isMixed) * STEPS)));
  });
  return some ? { steps, mixed } : undefined;
}

const NO_FACES = opacityOfFaces(undefined);

export interface Glass {
  readonly faces: SharedBatch;
  readonly edges: EdgeBatch;
  /** After the solid faces of these instances were painted. */
  readonly paint: () => void;
}

/** @param steps per instance, from `planGlass` @param solid of the same instances, as are `edges` */
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

/** Per node as its batches are to draw it. @param states HIDDEN, SOLID or GHOST per node */
export function withGlass(states: Uint8Array, plan: GlassPlan | undefined): Uint8Array {
  if (plan === undefined) return states;
  const { steps, mixed } = plan;
  return states.map((state, node) =>
    state === SOLID && steps[node] !== 0 ? GLASS | (mixed[node] === 1 ? SOLID : 0) : state,
  );
}
