/** Both revisions in 3D with one camera: side by side, or one over the other. */
import { useEffect, useId, type KeyboardEvent, type ReactNode } from "react";
import type { Comparison, Difference } from "../../../shared/compare/comparison.ts";
import type { ComparableModel } from "../../../shared/contract/parts.ts";
import { message } from "../../messages/catalogue.ts";
import { useTokens } from "../../theme/use-tokens.ts";
import { useIsPrepared } from "../scene/use-prepared.ts";
import { sceneKey } from "../scene/scene-keys.ts";
import { changeOf, colourOf, type Change } from "./compare-colours.ts";
import { useCompare } from "./compare-state.ts";
import type { ComparedModels } from "./compared-models.ts";
import { turnedTo } from "./face-place.ts";
import { followEachOther } from "./follow-camera.ts";
import { ballOf, poseAt, together } from "./frame-place.ts";
import { useSceneSettings, useSideScene, useSideSync } from "./side-scene.ts";

export interface CompareViewProps {
  readonly models: ComparedModels | undefined;
  readonly comparison: Comparison | undefined;
  readonly active: Difference | undefined;
  readonly files: {
    readonly before: ComparableModel | undefined;
    readonly after: ComparableModel | undefined;
  };
}

/** Radians and pixels per press of an arrow, as in the 3D view. */
const STEP = Math.PI / 12;
const MOVE = 40;

export function CompareView({ models: compared, comparison, active, files }: CompareViewProps): ReactNode {
  const mode = useCompare((state) => state.mode);
  const fade = useCompare((state) => state.fade);
  const { scene: older, unavailable: olderUnavailable, attach: attachOlder } = useSideScene();
  const { scene: newer, unavailable: newerUnavailable, attach: attachNewer } = useSideScene();
  const keysId = useId();
  const isOlderPrepared = useIsPrepared(older, compared?.before.model);
  const isNewerPrepared = useIsPrepared(newer, compared?.after.model);
  const models = isOlderPrepared && isNewerPrepared ? compared : undefined;
  useSceneSettings(older);
  useSceneSettings(newer);
  useSideSync(older, "before", models?.before, comparison, active?.before, files.before?.sha256);
  useSideSync(newer, "after", models?.after, comparison, active?.after, files.after?.sha256);
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
      {comparison === undefined || comparison.differences.length === 0 ? undefined : (
        <Legend comparison={comparison} />
      )}
    </div>
  );
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
