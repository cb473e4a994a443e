/** Two revisions of a part or assembly: what differs, in a list and in 3D. */
import "./compare.css";
import { useEffect, type ComponentProps, type ReactNode } from "react";
import { DIFFERENCE_KINDS } from "../../../shared/compare/comparison.ts";
import type { ComparableModel } from "../../../shared/contract/parts.ts";
import { message } from "../../messages/catalogue.ts";
import { Empty, Problem, Region, Skeleton } from "../../components/region.tsx";
import { runCommand } from "../../state/commands.ts";
import { formatShare, formatValue } from "../../state/format-number.ts";
import { useQuery } from "../../state/query.ts";
import { useSelection } from "../../state/selection.ts";
import { modelName } from "./model-name.ts";
import { CompareBar } from "./compare-bar.tsx";
import { compare, hasDeviations, shownDifferences, useCompare, type CompareState } from "./compare-state.ts";
import { CompareView } from "./compare-view.tsx";
import { useComparedModels, useCutModels } from "./compared-models.ts";
import { DifferenceList } from "./difference-list.tsx";
import type { CompareInput } from "./use-compare-work.ts";
import { useComparison, type RunningComparison } from "./use-comparison.ts";
import { useDeviations } from "./use-deviations.ts";

/** In the place of a list: there is none that could take the focus, and one that comes later must not. */
function Instead(props: ComponentProps<typeof Empty>): ReactNode {
  useEffect(() => compare.setState({ takesFocus: false }), []);
  return <Empty {...props} />;
}

export function ComparePanel(): ReactNode {
  useForgetFocus();
  const selected = useSelection((state) => state.partNumber);
  const part = useCompare((state) => state.partNumber) ?? selected;
  const {
    data: models,
    failure,
    retry,
  } = useQuery(
    `models:${part ?? ""}`,
    (host, options) => host.parts.models(part === undefined ? {} : { partNumber: part }, options),
    { on: ["structure", "models"] },
  );
  const body = (): ReactNode => {
    if (models === undefined && failure !== undefined)
      return <Problem what={message("compare.models-failed")} failure={failure} retry={retry} />;
    if (models === undefined) return <Skeleton rows={8} />;
    if (part === undefined && models.length < 2) return <Instead>{message("compare.no-part")}</Instead>;
    const own = models.filter(({ holdsPart }) => holdsPart);
    const [only] = own;
    if (models.length < 2) {
      return (
        <Instead
          action={
            <button type="button" className="button primary" onClick={() => runCommand("file.open-files")}>
              {message("action.open-files")}
            </button>
          }
        >
          {only === undefined
            ? message("compare.no-model", { part: part ?? "" })
            : message("compare.one-model", { part: part ?? "", file: only.fileName })}
        </Instead>
      );
    }
    return <Comparing models={models} part={part} />;
  };
  return (
    <Region name={message("panel.compare")} className="compare">
      {body()}
    </Region>
  );
}

/** Who does something else while the two are being compared keeps the keyboard there. */
function useForgetFocus(): void {
  const takesFocus = useCompare((state) => state.takesFocus);
  useEffect(() => {
    if (!takesFocus) return undefined;
    const forget = (): void => compare.setState({ takesFocus: false });
    document.addEventListener("pointerdown", forget, true);
    document.addEventListener("keydown", forget, true);
    return () => {
      document.removeEventListener("pointerdown", forget, true);
      document.removeEventListener("keydown", forget, true);
    };
  }, [takesFocus]);
}

function Comparing({
  models,
  part,
}: {
  readonly models: readonly ComparableModel[];
  readonly part: string | undefined;
}): ReactNode {
  const tolerance = useCompare((state) => state.tolerance);
  const chosenBefore = useCompare((state) => state.before);
  const chosenAfter = useCompare((state) => state.after);
  const active = useCompare((state) => state.active);
  const own = models.filter(({ holdsPart }) => holdsPart);
  const find = (sha256: string | undefined): ComparableModel | undefined =>
    models.find((model) => model.sha256 === sha256);
  const after = find(chosenAfter) ?? own.find(({ sha256 }) => sha256 !== chosenBefore);
  const before = find(chosenBefore) ?? own.find(({ sha256 }) => sha256 !== after?.sha256);
  const isSame = before !== undefined && before.sha256 === after?.sha256;
  // Without the part in both of them there is no one part to compare: then the whole is.
  const scope = before?.holdsPart === true && after?.holdsPart === true ? part : undefined;
  const input: CompareInput | undefined =
    before === undefined || after === undefined || isSame
      ? undefined
      : {
          before: before.sha256,
          after: after.sha256,
          blobs: { before: before.blob, after: after.blob },
          partNumber: scope,
          tolerance,
          names: { before: modelName(before), after: modelName(after) },
        };
  const running = useComparison(input);
  const loaded = useComparedModels(isSame ? undefined : before, isSame ? undefined : after, scope);
  const comparison = running.state?.state === "done" ? running.state.result : undefined;
  const isDeviating = useCompare((state) => state.colour) === "deviation" && hasDeviations({ comparison });
  const deviating = useDeviations(isDeviating ? input : undefined);
  const shown = useCutModels(loaded.models, comparison);
  const failure = loaded.failure;
  return (
    <>
      <CompareBar models={models} before={before} after={after} />
      <div className="compare-body" data-state={running.state?.state ?? "none"}>
        <div className="compare-side-list">
          {isSame ? (
            <Instead>{message("compare.same-file")}</Instead>
          ) : before === undefined || after === undefined ? (
            <Instead>
              {own[0] === undefined
                ? message("compare.no-model", { part: part ?? "" })
                : message("compare.choose-older", { part: part ?? "", file: own[0].fileName })}
            </Instead>
          ) : (
            <Differences running={running} files={{ before: before.fileName, after: after.fileName }} />
          )}
        </div>
        {failure !== undefined ? (
          <Problem what={message("scene.failed")} failure={failure} retry={loaded.retry} />
        ) : (
          <CompareView
            models={shown}
            comparison={comparison}
            active={active === undefined ? undefined : comparison?.differences[active]}
            deviating={isDeviating ? deviating : undefined}
            whole={loaded.models}
            files={{ before, after }}
          />
        )}
      </div>
    </>
  );
}

interface DifferencesProps {
  readonly running: RunningComparison;
  readonly files: { readonly before: string; readonly after: string };
}

function Differences({ running, files }: DifferencesProps): ReactNode {
  const { state, stop, again } = running;
  const filter = useCompare((current) => current.filter);
  const active = useCompare((current) => current.active);
  const chosen = useCompare((current) => current.chosen);
  if (state === undefined) return <Skeleton rows={8} />;
  if (state.state === "failed")
    return <Problem what={message("compare.failed")} failure={state.failure} retry={again} />;
  if (state.state === "stopped") {
    return (
      <Instead
        action={
          <button type="button" className="button" onClick={again}>
            {message("compare.again")}
          </button>
        }
      >
        {message("compare.stopped")}
      </Instead>
    );
  }
  if (state.state === "running") {
    return (
      <div className="compare-running">
        <p role="status">
          {message("compare.running")} <span className="muted">{formatShare(state.share)}</span>
        </p>
        <progress
          className="scene-progress"
          aria-label={message("compare.running")}
          max={1}
          value={state.share}
        />
        <button type="button" className="button" onClick={stop}>
          {message("action.cancel")}
        </button>
      </div>
    );
  }
  const comparison = state.result;
  const { differences, omitted, regions, withoutShape, unfinished, tolerance } = comparison;
  const shown = shownDifferences({ comparison, filter });
  const at = active === undefined ? -1 : shown.indexOf(active);
  const counted = (kind: CompareState["filter"]): number =>
    shownDifferences({ comparison, filter: kind }).length;
  const kinds = (["all", ...DIFFERENCE_KINDS] as const).filter((kind) => kind === "all" || counted(kind) > 0);
  return (
    <>
      {differences.length === 0 ? (
        <Instead>{message("compare.none", { tolerance: formatValue(tolerance) })}</Instead>
      ) : (
        <>
          <div className="toolrow">
            <select
              className="field"
              aria-label={message("compare.filter")}
              value={filter}
              onChange={(event) =>
                compare.setState({ filter: event.target.value as CompareState["filter"], active: undefined })
              }
            >
              {kinds.map((kind) => (
                <option key={kind} value={kind}>
                  {message("compare.kind-count", {
                    kind: message(`compare.kind.${kind}`),
                    count: counted(kind),
                  })}
                </option>
              ))}
            </select>
          </div>
          <DifferenceList comparison={comparison} />
          <div className="toolrow compare-foot">
            <button
              type="button"
              className="button"
              aria-label={message("compare.previous")}
              title={message("compare.previous")}
              onClick={() => runCommand("compare.previous")}
            >
              ↑
            </button>
            <button
              type="button"
              className="button"
              aria-label={message("compare.next")}
              title={message("compare.next")}
              onClick={() => runCommand("compare.next")}
            >
              ↓
            </button>
            <span className="muted" role="status">
              {at < 0
                ? message("compare.count", { count: shown.length })
                : message("compare.place", { at: at + 1, count: shown.length })}
            </span>
            <span className="spring" />
            <button type="button" className="button" onClick={() => runCommand("compare.export")}>
              {message("compare.export")}
            </button>
            <button
              type="button"
              className="button"
              title={message("compare.change-why")}
              onClick={() => runCommand("compare.change-request")}
            >
              {message("compare.change", { count: chosen.size })}
            </button>
          </div>
        </>
      )}
      {regions.before.length + regions.after.length > 0 ? (
        <p className="compare-note muted">{message("compare.of-triangles")}</p>
      ) : undefined}
      {unfinished.map((side) => (
        <p key={side} className="compare-note mark">
          {message("compare.unfinished", { file: files[side] })}
        </p>
      ))}
      {omitted > 0 ? (
        <p className="compare-note mark">{message("compare.omitted", { count: omitted })}</p>
      ) : undefined}
      {withoutShape.length > 0 ? (
        <p className="compare-note mark">
          {message("compare.without-shape", {
            count: withoutShape.length,
            parts: withoutShape.slice(0, 20).join(", "),
          })}
        </p>
      ) : undefined}
    </>
  );
}
