/** Both revisions in 3D with one camera: side by side, or one over the other. */
import { useEffect, useId, useMemo, type KeyboardEvent, type ReactNode } from "react";
import type { Comparison, Difference } from "../../../shared/compare/comparison.ts";
import type { ComparableModel } from "../../../shared/contract/parts.ts";
import { message } from "../../messages/catalogue.ts";
import { useTokens } from "../../theme/use-tokens.ts";
import { useIsPrepared } from "../scene/use-prepared.ts";
import { sceneKey } from "../scene/scene-keys.ts";
import type { PlacedModel } from "../../../shared/compare/placed-model.ts";
import { changeOf, colourOf, type Change, type SideColours } from "./compare-colours.ts";
import { useCompare } from "./compare-state.ts";
import type { ComparedModels } from "./compared-models.ts";
import {
  deviatedSide,
  deviationColours,
  deviationRamp,
  scaleOfDeviations,
  type LargestDeviation,
} from "./deviation-colours.ts";
import { DeviationLegend } from "./deviation-legend.tsx";
import { turnedTo } from "./face-place.ts";
import { followEachOther } from "./follow-camera.ts";
import { ballOf, pointInWorld, poseAt, together } from "./frame-place.ts";
import type { RunningDeviations } from "./use-deviations.ts";
import { useSceneSettings, useSideScene, useSideSync } from "./side-scene.ts";

export interface CompareViewProps {
  readonly models: ComparedModels | undefined;
  readonly comparison: Comparison | undefined;
  readonly active: Difference | undefined;
  /** Undefined: changes are coloured. */
  readonly deviating: RunningDeviations | undefined;
  /** The models as they are, without the comparison's faces. */
  readonly whole: ComparedModels | undefined;
  readonly files: {
    readonly before: ComparableModel | undefined;
    readonly after: ComparableModel | undefined;
  };
}

/** Radians and pixels per press of an arrow, as in the 3D view. */
const STEP = Math.PI / 12;
const MOVE = 40;

export function CompareView(props: CompareViewProps): ReactNode {
  const { models: compared, comparison, active, deviating, whole, files } = props;
  const mode = useCompare((state) => state.mode);
  const fade = useCompare((state) => state.fade);
  const { scene: older, unavailable: olderUnavailable, attach: attachOlder } = useSideScene();
  const { scene: newer, unavailable: newerUnavailable, attach: attachNewer } = useSideScene();
  const keysId = useId();
  const off = useDeviated(whole, deviating);
  const isOlderPrepared = useIsPrepared(older, off?.before.placed.model ?? compared?.before.model);
  const isNewerPrepared = useIsPrepared(newer, off?.after.placed.model ?? compared?.after.model);
  const models = isOlderPrepared && isNewerPrepared ? compared : undefined;
  useSceneSettings(older);
  useSceneSettings(newer);
  const [ofOlder, ofNewer] = [off?.before, off?.after];
  const [shownOlder, shownNewer] = [ofOlder?.placed ?? models?.before, ofNewer?.placed ?? models?.after];
  const isShown = models !== undefined;
  useSideSync(
    older,
    "before",
    isShown ? shownOlder : undefined,
    comparison,
    active?.before,
    files.before?.sha256,
    ofOlder?.colours,
  );
  useSideSync(
    newer,
    "after",
    isShown ? shownNewer : undefined,
    comparison,
    active?.after,
    files.after?.sha256,
    ofNewer?.colours,
  );
  useEffect(
    () => (older === undefined || newer === undefined ? undefined : followEachOther(older, newer)),
    [older, newer],
  );
  useEffect(() => {
    if (newer === undefined || models === undefined || active === undefined) return;
    const ball = together(
      active.before === undefined ? undefined : ballOf(active.before, models.before),
      active.after === undefined ? undefined : ballOf(active.after, models.after),
    );
    if (ball === undefined) return;
    const { projection, pose } = newer.camera();
    // What is new decides; what is gone is seen in the older one.
    const to =
      active.after !== undefined
        ? turnedTo(pose, active.after, models.after)
        : active.before !== undefined
          ? turnedTo(pose, active.before, models.before)
          : pose;
    newer.setCamera({ projection, pose: poseAt(to, ball) });
  }, [newer, models, active]);

  const go = ({ side, part, at, distance }: LargestDeviation): void => {
    const placed = whole?.[side];
    const [node] = placed?.nodesOf[part] ?? [];
    if (newer === undefined || placed === undefined || node === undefined) return;
    const centre = pointInWorld(placed.world, node, at);
    const box = placed.boxes[part] ?? [0, 0, 0, 0, 0, 0];
    const size = Math.hypot(box[3] - box[0], box[4] - box[1], box[5] - box[2]);
    const { projection, pose } = newer.camera();
    newer.setCamera({ projection, pose: poseAt(pose, { centre, radius: Math.max(distance, size / 12) }) });
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    const action = sceneKey(event, false);
    if (action === undefined || newer === undefined) return;
    if (action.type === "turn") newer.turn(action.right * STEP, -action.up * STEP);
    else if (action.type === "pan") newer.pan(-action.right * MOVE, action.up * MOVE);
    else if (action.type === "zoom") newer.zoom(action.factor);
    else return;
    event.preventDefault();
  };
  const unavailable = olderUnavailable ?? newerUnavailable;
  if (unavailable !== undefined) {
    return (
      <div className="notice" role="alert">
        <strong>{message("scene.unavailable")}</strong>
        <p>{unavailable}</p>
      </div>
    );
  }
  return (
    <div className="compare-view" data-mode={mode}>
      <div
        className="compare-canvases"
        role="application"
        tabIndex={0}
        aria-label={message("scene.canvas")}
        aria-describedby={keysId}
        onKeyDown={onKeyDown}
      >
        <div className="compare-side">
          <canvas ref={attachOlder} className="scene-canvas" />
          <p className="compare-caption">
            {message("compare.view-before", { file: files.before?.fileName ?? "–" })}
          </p>
        </div>
        <div className="compare-side compare-newer">
          <canvas
            ref={attachNewer}
            className="scene-canvas"
            style={mode === "over" ? { opacity: fade } : undefined}
          />
          <p className="compare-caption">
            {message("compare.view-after", { file: files.after?.fileName ?? "–" })}
          </p>
        </div>
      </div>
      <p id={keysId} className="visually-hidden">
        {message("compare.keys")}
      </p>
      {deviating !== undefined ? (
        <DeviationLegend running={deviating} models={whole} onGo={go} />
      ) : comparison === undefined || comparison.differences.length === 0 ? undefined : (
        <Legend comparison={comparison} />
      )}
    </div>
  );
}

interface Deviated {
  readonly before: { readonly placed: PlacedModel; readonly colours: SideColours };
  readonly after: { readonly placed: PlacedModel; readonly colours: SideColours };
}

/** Both models in the colours of their deviations, once these have been measured. */
function useDeviated(
  whole: ComparedModels | undefined,
  deviating: RunningDeviations | undefined,
): Deviated | undefined {
  const tokens = useTokens();
  const state = deviating?.state;
  const deviations = state?.state === "done" ? state.result : undefined;
  const sides = useMemo(() => {
    if (whole === undefined || deviations === undefined) return undefined;
    const scale = scaleOfDeviations(deviations);
    return {
      before: deviatedSide(whole.before, deviations.before, scale),
      after: deviatedSide(whole.after, deviations.after, scale),
    };
  }, [whole, deviations]);
  return useMemo(() => {
    if (sides === undefined) return undefined;
    const { before, after } = sides;
    return {
      before: {
        placed: before.placed,
        colours: deviationColours(before, deviationRamp(before.signed), tokens),
      },
      after: { placed: after.placed, colours: deviationColours(after, deviationRamp(after.signed), tokens) },
    };
  }, [sides, tokens]);
}

const CHANGES = ["added", "removed", "changed"] as const satisfies readonly Change[];
const SIGNS: Readonly<Record<Change, string>> = { added: "+", removed: "−", changed: "~" };

function Legend({ comparison }: { readonly comparison: Comparison }): ReactNode {
  const tokens = useTokens();
  return (
    <ul className="compare-legend" aria-label={message("compare.legend")}>
      {CHANGES.map((change) => (
        <li key={change}>
          <i aria-hidden="true" style={{ background: colourOf(change, tokens) }}>
            {SIGNS[change]}
          </i>
          {message(`compare.legend-${change}`, {
            count: comparison.differences.filter(({ kind }) => changeOf(kind) === change).length,
          })}
        </li>
      ))}
      <li className="muted">{message("compare.legend-same")}</li>
    </ul>
  );
}
