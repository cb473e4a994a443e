/** Which model the view shows for the selected part, and how its loading stands. */
import { useMemo, useState } from "react";
import { RECORDS } from "../../../shared/contract/cache-change.ts";
import type { ModelSummary } from "../../../shared/contract/parts.ts";
import type { PartLink } from "../../../shared/contract/part-links.ts";
import { withHiddenBodies } from "../../../shared/geometry/hidden-bodies.ts";
import { withoutHiddenFaces } from "../../../shared/geometry/hidden-faces.ts";
import type { CadModel } from "../../../shared/model/cad.ts";
import type { Failure } from "../../../shared/rpc/failure.ts";
import { usePartLinks } from "../../state/part-links.ts";
import { useQuery } from "../../state/query.ts";
import { useSelection } from "../../state/selection.ts";
import { useVisibility } from "../../state/visibility.ts";
import { modelLoader } from "./model-loader.ts";
import { linkedModel } from "./linked-model.ts";
import type { NodeIndex } from "./node-index.ts";

export interface ShownModel {
  readonly summary: ModelSummary;
  /** With the numbers of the parts that a person said its products are. */
  readonly model: CadModel;
  /** As the file has it, with its hidden bodies where they are asked for: what is drawn of it depends on no number. */
  readonly own: CadModel;
  readonly index: NodeIndex;
}

export type ModelState =
  /** `partNumber`: the part that no model shows; undefined: none is selected. */
  | { readonly state: "empty"; readonly partNumber: string | undefined }
  /** `share` of its bytes, 0…1. */
  | { readonly state: "loading"; readonly fileName: string | undefined; readonly share: number }
  | { readonly state: "error"; readonly failure: Failure; readonly retry: () => void }
  | { readonly state: "ready"; readonly shown: ShownModel };

interface Held {
  readonly summary: ModelSummary;
  readonly own: CadModel;
  /** Part for which the host named this model; asked again after changes, so that a newer file is seen. */
  readonly askedFor: string;
}

/** A part of the model on the screen is shown in it; only another part asks for another model. */
export function useModel(): ModelState {
  const partNumber = useSelection((state) => state.partNumber);
  const [holds, setHeld] = useState<Held>();
  const links = usePartLinks((state) => state.links);
  const hiddenBodies = useVisibility((state) => state.hiddenBodies);
  const held = useMemo(
    () =>
      holds === undefined
        ? undefined
        : { ...holds, shown: shownOf(holds.summary, drawnOf(holds.own, hiddenBodies), links) },
    [holds, hiddenBodies, links],
  );
  const [progress, setProgress] = useState({ blob: "", share: 0 });

  const inHeld = partNumber === undefined || held?.shown.index.has(partNumber) === true;
  const askedFor = inHeld ? held?.askedFor : partNumber;
  const named = useQuery(
    askedFor === undefined ? undefined : `model:${askedFor}`,
    async (host, options) => ({ summary: await host.parts.model({ partNumber: askedFor ?? "" }, options) }),
    { on: [...RECORDS, "models"] },
  );
  // Asked again after every change of the cache: the same answer is the same model, and nothing is built anew.
  const answered = named.data?.summary;
  const [kept, setKept] = useState(answered);
  const summary = JSON.stringify(kept) === JSON.stringify(answered) ? kept : answered;
  if (summary !== kept) setKept(summary);
  const blob = summary?.blob;
  const mesh = useQuery(
    blob === undefined ? undefined : `mesh:${blob}`,
    async (_host, { signal }) => {
      if (summary === undefined || askedFor === undefined || signal === undefined) return undefined;
      const { bytes } = summary;
      const model = await modelLoader.load(summary.blob, bytes, signal, (share) =>
        setProgress({ blob: summary.blob, share }),
      );
      setHeld((before) =>
        before?.summary === summary && before.own === model && before.askedFor === askedFor
          ? before
          : { summary, own: model, askedFor },
      );
      return model;
    },
    { on: ["structure"] },
  );

  const model = mesh.data;
  const shown = useMemo(
    () =>
      model === undefined || summary === undefined
        ? undefined
        : shownOf(summary, drawnOf(model, hiddenBodies), links),
    [model, summary, hiddenBodies, links],
  );
  const fileName = summary?.fileName;
  const sha256 = summary?.sha256;
  const share = progress.blob === blob ? progress.share : 0;
  const failed = named.failure === undefined ? mesh : named;
  const { failure, retry } = failed;
  return useMemo((): ModelState => {
    if (askedFor === undefined) return { state: "empty", partNumber: undefined };
    if (shown !== undefined) return { state: "ready", shown };
    // More of the same file: what there is of it stays until that has come.
    if (failure === undefined && held?.shown.summary.sha256 === sha256 && held !== undefined)
      return { state: "ready", shown: held.shown };
    if (failure !== undefined) return { state: "error", failure, retry };
    // While the host looks for the next model, a moment, the one before stays.
    if (named.data === undefined && held !== undefined) return { state: "ready", shown: held.shown };
    if (named.data !== undefined && fileName === undefined) return { state: "empty", partNumber: askedFor };
    return { state: "loading", fileName, share };
  }, [askedFor, shown, failure, retry, named.data, held, fileName, sha256, share]);
}

function drawnOf(own: CadModel, hiddenBodies: boolean): CadModel {
  return hiddenBodies ? withHiddenBodies(own) : withoutHiddenFaces(own);
}

function shownOf(summary: ModelSummary, own: CadModel, links: readonly PartLink[]): ShownModel {
  return { summary, own, ...linkedModel(own, summary.partNumber, links) };
}
