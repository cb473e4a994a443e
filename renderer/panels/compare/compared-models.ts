/** The two models that a comparison is about, as its indices count their nodes. */
import { partOfModel } from "../../../shared/compare/part-of-model.ts";
import { placeModel, type PlacedModel } from "../../../shared/compare/placed-model.ts";
import type { ComparableModel } from "../../../shared/contract/parts.ts";
import type { Failure } from "../../../shared/rpc/failure.ts";
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

export function useComparedModels(
  before: ComparableModel | undefined,
  after: ComparableModel | undefined,
  partNumber: string | undefined,
): LoadedModels {
  const key =
    before === undefined || after === undefined
      ? undefined
      : `compared:${before.blob} ${after.blob} ${partNumber ?? ""}`;
  const { data, failure, retry } = useQuery(key, async (_host, { signal }) => {
    if (before === undefined || after === undefined || signal === undefined) return undefined;
    const load = async ({ blob, bytes }: ComparableModel): Promise<PlacedModel | undefined> => {
      const model = partOfModel(await modelLoader.load(blob, bytes, signal, () => undefined), partNumber);
      return model === undefined ? undefined : placeModel(model);
    };
    const [older, newer] = [await load(before), await load(after)];
    return older === undefined || newer === undefined ? undefined : { before: older, after: newer };
  });
  return { models: data, failure, retry };
}
