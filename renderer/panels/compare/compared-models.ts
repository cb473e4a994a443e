/** The two models that a comparison is about, as its indices count their nodes. */
import { useMemo, useState } from "react";
import type { Comparison } from "../../../shared/compare/comparison.ts";
import { partOfModel, seenFromRoots } from "../../../shared/compare/part-of-model.ts";
import { placeModel, type PlacedModel } from "../../../shared/compare/placed-model.ts";
import { withRegions, type PartRegions } from "../../../shared/compare/regions/region-order.ts";
import type { ComparableModel } from "../../../shared/contract/parts.ts";
import type { Failure } from "../../../shared/rpc/failure.ts";
import type { CadModel } from "../../../shared/model/cad.ts";
import { useQuery } from "../../state/query.ts";
import { modelLoader } from "../scene/model-loader.ts";

export interface ComparedModels {
  readonly before: PlacedModel;
  readonly after: PlacedModel;
}

export interface LoadedModels {
  readonly models: ComparedModels | undefined;
  readonly failure: Failure | undefined;
  readonly retry: () => void;
}

type Blob = Pick<ComparableModel, "blob" | "bytes">;

export interface PairLoader {
  /** Undefined where one of the two does not hold the part. */
  readonly load: (
    before: Blob,
    after: Blob,
    partNumber: string | undefined,
    read: (blob: Blob) => Promise<CadModel>,
  ) => Promise<ComparedModels | undefined>;
}

/**
 * Gives the same two models back as long as the same meshes are asked for: a blob never changes its content, and
 * a view that was given its model anew would stand at its beginning again. Holds one pair.
 */
export function createPairLoader(): PairLoader {
  let last: { readonly key: string; readonly models: ComparedModels } | undefined;
  return {
    load: async (before, after, partNumber, read) => {
      const key = JSON.stringify([before.blob, after.blob, partNumber]);
      if (last?.key === key) return last.models;
      const older = partOfModel(await read(before), partNumber);
      const newer = partOfModel(await read(after), partNumber);
      if (older === undefined || newer === undefined) return undefined;
      const [a, b] = seenFromRoots(older, newer);
      last = { key, models: { before: placeModel(a), after: placeModel(b) } };
      return last.models;
    },
  };
}

export function useComparedModels(
  before: ComparableModel | undefined,
  after: ComparableModel | undefined,
  partNumber: string | undefined,
): LoadedModels {
  const [loader] = useState(createPairLoader);
  const key =
    before === undefined || after === undefined
      ? undefined
      : `compared:${before.blob} ${after.blob} ${partNumber ?? ""}`;
  const { data, failure, retry } = useQuery(
    key,
    async (_host, { signal }) => {
      if (before === undefined || after === undefined || signal === undefined) return undefined;
      return loader.load(before, after, partNumber, ({ blob, bytes }) =>
        modelLoader.load(blob, bytes, signal, () => undefined),
      );
    },
    { on: ["structure", "models"] },
  );
  return { models: data, failure, retry };
}

/** As the comparison counts their faces: what is known by triangles alone has its regions for faces. */
export function useCutModels(
  models: ComparedModels | undefined,
  comparison: Comparison | undefined,
): ComparedModels | undefined {
  return useMemo(() => {
    if (models === undefined || comparison === undefined) return models;
    const { before, after } = comparison.regions;
    if (before.length + after.length === 0) return models;
    return { before: cut(models.before, before), after: cut(models.after, after) };
  }, [models, comparison]);
}

function cut(placed: PlacedModel, regions: readonly PartRegions[]): PlacedModel {
  return regions.length === 0 ? placed : { ...placed, model: withRegions(placed.model, regions) };
}
