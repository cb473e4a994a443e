/**
 * STEP (ISO 10303-21 of AP203, AP214, AP242): product structure, occurrences, colours and exact faces.
 * The structure is read here and told at once; a pool of kernels meshes the parts one by one.
 */
import { readFile } from "node:fs/promises";
import type { CadModel } from "../../../../shared/model/cad.ts";
import type { SourceRecord } from "../../../../shared/model/record.ts";
import { withCoarseMeshes } from "../coarse-mesh.ts";
import { ImportError, type ImportContext, type Importer, type SourceFile } from "../importer.ts";
import { exportEvent, externalRecords, partReference, rootPart, structureRecords } from "./cad-records.ts";
import { compose } from "./external/compose.ts";
import { readExternals } from "./external/read-externals.ts";
import { withDistinctNumbers } from "./identity/step-shape.ts";
import type { MeshKernel } from "./kernel/mesh-kernel.ts";
import { sharedPool, warmSharedPool } from "./kernel/shared-pool.ts";
import { collectMeshed, meshParts } from "./mesh/mesh-parts.ts";
import { readExchangeFile } from "./part21/exchange-file.ts";
import { readPmi } from "./pmi/read-pmi.ts";
import { assembleModel } from "./step-model.ts";
import { characteristicRecords, headerText, rejection, remarks } from "./step-records.ts";
import { recogniseStep, stepSourceId } from "./step-source.ts";
import { readStructure } from "./structure/cad-structure.ts";
import { damage } from "./structure/structure-problems.ts";

export type SizedKernel = MeshKernel & {
  readonly size: number;
  /** Makes ready for a first text. */
  warm?(): Promise<void>;
};

/** What one buffer holds. */
const MOST_BYTES = 2 ** 31 - 1;
/** Share of the progress that is reading, before the first mesh. */
const READ_SHARE = 0.1;
/** Share of the meshing after which more than the first part is shown. */
const MORE_SHARE = 0.1;

export function createStepImporter(kernel: () => SizedKernel): Importer {
  return {
    format: "step",
    recognise: recogniseStep,
    sourceId: stepSourceId,
    read: (file, context) => readStep(file, context, kernel()),
  };
}

export const stepImporter: Importer = { ...createStepImporter(sharedPool), prepare: warmSharedPool };

async function* readStep(
  file: SourceFile,
  context: ImportContext,
  kernel: SizedKernel,
): AsyncGenerator<readonly SourceRecord[]> {
  const left = new AbortController();
  try {
    yield* readWhole(file, { ...context, signal: AbortSignal.any([context.signal, left.signal]) }, kernel);
  } finally {
    // Whoever stops reading stops the kernels too.
    left.abort();
  }
}

async function* readWhole(
  file: SourceFile,
  { signal, meshes, isPartWanted }: ImportContext,
  kernel: SizedKernel,
): AsyncGenerator<readonly SourceRecord[]> {
  if (file.size > MOST_BYTES) throw new ImportError("A STEP file of more than 2 GB can't be read.");
  const bytes = await readFile(file.path, { signal });
  const known = await meshes?.find(bytes);
  // A kernel starts while the structure is read; a model that was meshed before needs none.
  if (known === undefined) await kernel.warm?.();
  const exchange = readExchangeFile(bytes);
  const structure = withDistinctNumbers(exchange, readStructure(exchange));
  signal.throwIfAborted();
  const rootIndex = rootPart(structure);
  const root = structure.parts[rootIndex];
  if (root === undefined) {
    const [reason = "The file holds no product and no shape."] = structure.problems;
    throw new ImportError(reason);
  }
  const pmi = readPmi(exchange, structure);
  const rows = [
    ...structureRecords(structure, rootIndex, file.sha256),
    ...characteristicRecords(structure, pmi),
  ];
  const rejections = exchange.problems.map(rejection);
  const drawable = structure.parts.filter(({ bodies }) => bodies.length > 0).length;
  const taken = rows.length - drawable;
  const record = {
    record: "model",
    part: partReference(root),
    fileName: file.name,
    sha256: file.sha256,
  } as const;
  // One part alone is there as soon as its file is.
  const isShownInParts = isPartWanted !== undefined && drawable > 1;
  // The kernel has its first text before the structure is written and drawn.
  const meshing =
    known === undefined ? startedNow(meshParts(exchange, structure, kernel, signal)) : undefined;
  yield [
    ...rows,
    exportEvent(file, structure, root, headerText(bytes)),
    ...rejections,
    {
      record: "count",
      read: taken + rejections.length,
      taken,
      progress: READ_SHARE,
      ...(isShownInParts ? { isSettled: true } : {}),
    },
  ];

  const meshed = collectMeshed();
  if (meshing !== undefined) {
    let done = 0;
    let shown = 0;
    for await (const part of meshing) {
      meshed.add(part);
      done += part.share;
      const count = {
        record: "count",
        // A part counts once.
        read: part.isHidden ? 0 : 1,
        taken: part.isHidden ? 0 : 1,
        progress: READ_SHARE + (1 - READ_SHARE) * done,
      } as const;
      // The first part at once, then whenever there is twice as much: all of it costs no more than twice the whole.
      const isMore = shown === 0 || (done >= Math.max(shown * 2, MORE_SHARE) && isPartWanted?.() === true);
      if (isShownInParts && meshed.shown.size < drawable && isMore) {
        shown = done;
        const model: CadModel = {
          ...assembleModel(exchange, structure, meshed, pmi),
          problems: [unfinished(meshed.shown.size, drawable)],
          isPartial: true,
        };
        yield [
          { ...record, model, isPartial: true },
          { ...count, isSettled: true },
        ];
      } else yield [count];
    }
  }
  const own = known ?? (await withCoarseMeshes(assembleModel(exchange, structure, meshed, pmi)));
  // What failed for want of time or memory may go well next time.
  if (known === undefined && !meshed.isPassing()) await meshes?.keep(bytes, own);
  const externals = await readExternals(structure.parts, {
    path: file.path,
    context: { signal, ...(meshes === undefined ? {} : { meshes }) },
    kernel,
  });
  const whole = compose({ model: own, bomLines: structure.bomLines }, externals.parts);
  const model = { ...whole.model, problems: [...whole.model.problems, ...externals.problems] };
  const inOthers = externalRecords(whole, structure);
  signal.throwIfAborted();
  // Meshing looks at more of the file than the structure does.
  const late = exchange.problems.slice(rejections.length).map(rejection);
  const rest = known === undefined ? 0 : drawable;
  yield [
    ...inOthers,
    { ...record, model },
    ...remarks(structure, model, new Set(damage(exchange)), root),
    ...late,
    ...externals.problems.map((text): SourceRecord => ({ record: "remark", text })),
    {
      record: "count",
      read: rest + late.length + inOthers.length,
      taken: rest + inOthers.length,
      progress: 1,
    },
  ];
}

/** The same items, the first of them asked for already. */
function startedNow<T>(items: AsyncGenerator<T>): AsyncGenerator<T> {
  const first = items.next();
  // Whoever reads them hears of it.
  first.catch(() => undefined);
  return (async function* () {
    const { done, value } = await first;
    if (done !== true) yield value;
    yield* items;
  })();
}

/** Also what stays of a file whose reading was given up. */
function unfinished(meshed: number, drawable: number): string {
  return `Only ${meshed} of its ${drawable} parts are drawn: it has not been read to its end.`;
}
