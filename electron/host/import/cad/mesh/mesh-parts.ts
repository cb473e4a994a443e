/** Meshes the parts of a structure, biggest first, each body once; a part that fails costs only itself. */
import type { CadMesh } from "../../../../../shared/model/cad.ts";
import { Failure } from "../../../../../shared/rpc/failure.ts";
import type { KernelMesh, MeshKernel } from "../kernel/mesh-kernel.ts";
import type { ExchangeFile } from "../part21/exchange-file.ts";
import type { CadStructure, StructureBody, StructurePart } from "../structure/cad-structure.ts";
import { EMPTY_BOX, girth, uniteBoxes, type Box } from "./box.ts";
import { buildMesh, type MeshedBody } from "./build-mesh.ts";
import { ANGULAR_DEFLECTION, linearDeflection } from "./deflection.ts";
import { outlineReader } from "./face-outline.ts";
import type { OutlinedFace } from "./match-faces.ts";
import { partText } from "./part-text.ts";

export interface MeshedPart {
  /** Index into the structure's parts. */
  readonly part: number;
  /** These are the bodies of the part that the file marks hidden. */
  readonly isHidden: boolean;
  readonly mesh?: CadMesh;
  /** #id in the file of each face of the mesh, where it was found there. */
  readonly sources: readonly (number | undefined)[];
  /** mm */
  readonly deflection: number;
  /** Why there is no mesh, or what is missing in it: a sentence about the part. */
  readonly problem?: string;
  /** The failure lies in the machine (time, memory, crash), and may not happen again. */
  readonly passing: boolean;
  /** Share of the whole work that this part was, 0…1. */
  readonly share: number;
  /** Faces in the mesh, of these found in the file, of these lying on their exact surface. */
  readonly faces: { readonly drawn: number; readonly matched: number; readonly verified: number };
}

/** A part of no larger share of a file's faces, or of no more faces, is there in a moment. */
const QUICK_SHARE = 0.02;
const QUICK_FACES = 10;

interface PartWork {
  readonly part: number;
  readonly isHidden: boolean;
  readonly bodies: readonly OutlinedBody[];
  readonly faces: number;
}

interface OutlinedBody {
  readonly body: StructureBody;
  readonly faces: readonly OutlinedFace[];
}

/** What was meshed, by index of the part: its bodies, and those of it that are hidden. */
export interface MeshedParts {
  readonly shown: ReadonlyMap<number, MeshedPart>;
  readonly hidden: ReadonlyMap<number, MeshedPart>;
}

export interface MeshedCollection extends MeshedParts {
  readonly add: (meshed: MeshedPart) => void;
  /** Something of it may be meshed another time. */
  readonly isPassing: () => boolean;
}

export function collectMeshed(): MeshedCollection {
  const shown = new Map<number, MeshedPart>();
  const hidden = new Map<number, MeshedPart>();
  return {
    shown,
    hidden,
    add: (meshed) => void (meshed.isHidden ? hidden : shown).set(meshed.part, meshed),
    isPassing: () => [...shown.values(), ...hidden.values()].some(({ passing }) => passing),
  };
}

/** Every part that has bodies, as each becomes ready, hidden ones last. Ends what is under way when its reader stops. */
export async function* meshParts(
  file: ExchangeFile,
  structure: CadStructure,
  kernel: MeshKernel & { readonly size: number },
  signal: AbortSignal,
): AsyncGenerator<MeshedPart> {
  const { work, boxes } = outlineParts(file, structure.parts);
  const deflection = linearDeflection(structure.nodes, boxes);
  const queue = [
    ...inOrder(work, boxes),
    ...outlineParts(file, structure.parts.map(hiddenOf), true).work.filter(({ bodies }) => bodies.length > 0),
  ];
  const total = queue.reduce((sum, { faces }) => sum + faces + 1, 0);

  const ended = new AbortController();
  const either = AbortSignal.any([signal, ended.signal]);
  const mesher = createBodyMesher(file, queue, (text) =>
    kernel.mesh({ text, linearDeflection: deflection, angularDeflection: ANGULAR_DEFLECTION }, either),
  );
  const underWay = new Map<PartWork, Promise<{ work: PartWork; meshed: MeshedPart }>>();
  const startNext = (): void => {
    const next = queue.shift();
    if (next === undefined) return;
    const share = (next.faces + 1) / total;
    const own = meshPart(next, mesher, { share, deflection, signal: either }).then((meshed) => ({
      work: next,
      meshed,
    }));
    // Awaited below, but for the rest of them when one ends the whole.
    own.catch(() => undefined);
    underWay.set(next, own);
  };
  try {
    // One text more than kernels: it is written while they work.
    for (let started = 0; started <= kernel.size; started++) startNext();
    while (underWay.size > 0) {
      const ready = await Promise.race(underWay.values());
      underWay.delete(ready.work);
      startNext();
      yield ready.meshed;
    }
  } finally {
    ended.abort();
  }
}

/**
 * What is quick to mesh and large first, for a person waits for it; then the one of the largest extent, which
 * most is seen of; then those with the most faces: the last one to be ready decides when the file is.
 */
function inOrder(work: readonly PartWork[], boxes: readonly Box[]): PartWork[] {
  const queue = work.filter(({ bodies }) => bodies.length > 0).sort((a, b) => b.faces - a.faces);
  const extent = ({ part }: PartWork): number => girth(boxes[part] ?? EMPTY_BOX);
  const takeLargest = (of: readonly PartWork[]): readonly PartWork[] => {
    const [first] = of.toSorted((a, b) => extent(b) - extent(a));
    return first === undefined ? [] : queue.splice(queue.indexOf(first), 1);
  };
  const most = Math.max(QUICK_SHARE * queue.reduce((sum, { faces }) => sum + faces, 0), QUICK_FACES);
  const quick = takeLargest(queue.filter(({ faces }) => faces <= most));
  return [...quick, ...takeLargest(queue), ...queue];
}

function hiddenOf({ hidden }: StructurePart): Pick<StructurePart, "bodies"> {
  return { bodies: hidden?.bodies ?? [] };
}

function outlineParts(
  file: ExchangeFile,
  parts: readonly Pick<StructurePart, "bodies">[],
  isHidden = false,
): { work: readonly PartWork[]; boxes: readonly Box[] } {
  const outline = outlineReader(file);
  const work = parts.map((part, index): PartWork => {
    const bodies = part.bodies.map((body): OutlinedBody => ({
      body,
      faces: body.faces.map((source) => ({ source, outline: outline(body, source) })),
    }));
    const faces = bodies.reduce((sum, body) => sum + body.faces.length, 0);
    return { part: index, isHidden, bodies, faces };
  });
  const boxes = work.map(({ bodies }) =>
    bodies.flatMap(({ faces }) => faces).reduce((box, face) => uniteBoxes(box, face.outline.box), EMPTY_BOX),
  );
  return { work, boxes };
}

type BodyMesher = (body: StructureBody) => Promise<readonly KernelMesh[]>;

/** The same items in several places (a mapped item, a mirrored half) are meshed once. */
function createBodyMesher(
  file: ExchangeFile,
  work: readonly PartWork[],
  mesh: (text: Uint8Array) => Promise<readonly KernelMesh[]>,
): BodyMesher {
  const key = ({ items, context }: StructureBody): string => `${items.join()} ${context}`;
  const uses = new Map<string, number>();
  for (const { bodies } of work)
    for (const { body } of bodies) uses.set(key(body), (uses.get(key(body)) ?? 0) + 1);
  const shared = new Map<string, Promise<readonly KernelMesh[]>>();
  return (body) => {
    const own = key(body);
    if (uses.get(own) === 1) return mesh(partText(file, body));
    const meshes = shared.get(own) ?? mesh(partText(file, body));
    shared.set(own, meshes);
    return meshes;
  };
}

async function meshPart(
  { part, isHidden, bodies, faces }: PartWork,
  mesher: BodyMesher,
  { share, deflection, signal }: { share: number; deflection: number; signal: AbortSignal },
): Promise<MeshedPart> {
  const meshed: MeshedBody[] = [];
  const failures: Failure[] = [];
  for (const { body, faces: outlined } of bodies) {
    try {
      const meshes = await mesher(body);
      if (meshes.length === 0) throw new Failure("invalid", "the geometry kernel finds no surface in it");
      meshed.push({ meshes, faces: outlined, transform: body.transform });
    } catch (thrown) {
      signal.throwIfAborted();
      if (!(thrown instanceof Failure)) throw thrown;
      failures.push(thrown);
    }
  }
  const passing = failures.some(({ kind }) => kind !== "invalid");
  const reason = failures[0]?.message;
  const nothing = {
    part,
    isHidden,
    share,
    passing,
    deflection,
    sources: [],
    faces: { drawn: 0, matched: 0, verified: 0 },
  };
  if (meshed.length === 0) return { ...nothing, problem: `It can't be drawn: ${reason}.` };
  try {
    const { mesh, sources, missing, matched, verified } = buildMesh(meshed, deflection);
    let problem: string | undefined;
    if (reason !== undefined) problem = `It is drawn only in part: ${reason}.`;
    else if (missing > 0) problem = `It is drawn without ${missing} of its ${faces} faces.`;
    const drawn = mesh.faces.length;
    return {
      ...nothing,
      mesh,
      sources,
      faces: { drawn, matched, verified },
      ...(problem === undefined ? {} : { problem }),
    };
  } catch (thrown) {
    if (!(thrown instanceof Failure)) throw thrown;
    return { ...nothing, problem: `It can't be drawn: ${thrown.message}.` };
  }
}
