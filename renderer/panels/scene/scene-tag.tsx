/** The tag over the selected part. It follows the model with every frame, without React. */
import { useEffect, useMemo, useRef, type ReactNode } from "react";
import { message } from "../../messages/catalogue.ts";
import { HIDDEN } from "../../scene/presentation/node-states.ts";
import type { Scene } from "../../scene/scene-types.ts";
import { useSelectedUnit } from "../../state/use-selected-unit.ts";
import { isNarrowed } from "../../state/is-narrowed.ts";
import { formatSpan } from "../../state/format-time.ts";
import { useSelection } from "../../state/selection.ts";
import { useSettings } from "../../state/settings.ts";
import { unitName } from "../../state/unit-name.ts";
import { useVisibility } from "../../state/visibility.ts";
import { drawnStates } from "./drawn-states.ts";
import { selectedNodes } from "./scene-selection.ts";
import { tagPlace } from "./tag-place.ts";
import { tagText, type TagText } from "./tag-text.ts";
import type { ShownModel } from "./use-model.ts";
import { usePartNumbers } from "./use-part-numbers.ts";

/** Occurrences among which the tag looks for one in view. */
const MOST_CANDIDATES = 64;
/** Occurrences looked at to tell whether they are of several parts. */
const MOST_NAMED = 4_096;

export interface SceneTagProps {
  readonly scene: Scene;
  readonly shown: ShownModel;
}

export function SceneTag({ scene, shown }: SceneTagProps): ReactNode {
  const partNumber = useSelection((state) => state.partNumber);
  const nodes = useAnchors(shown);
  const text = useTagText(partNumber, nodes.length);
  const { title } = usePartNumbers(partNumber);
  const parts = new Set(nodes.slice(0, MOST_NAMED).map(shown.index.numberOf)).size;
  const element = useRef<HTMLDivElement>(null);
  const place = useRef<() => void>(undefined);
  useEffect(() => {
    let anchor: number | undefined;
    place.current = () => {
      const tag = element.current;
      if (tag === null) return;
      if (anchor === undefined || scene.project(anchor)?.visible !== true) {
        anchor = nodes.slice(0, MOST_CANDIDATES).find((node) => scene.project(node)?.visible === true);
      }
      const projected = anchor === undefined ? undefined : scene.project(anchor);
      const at = tagPlace(projected, { width: tag.offsetWidth, height: tag.offsetHeight }, scene.size());
      tag.style.visibility = at === undefined ? "hidden" : "inherit";
      if (at === undefined) return;
      tag.style.transform = `translate(${at.x}px, ${at.y}px)`;
      tag.style.setProperty("--notch", `${at.notch}px`);
      tag.toggleAttribute("data-pointing", at.pointing);
    };
    return scene.onFrame(place.current);
  }, [scene, nodes]);
  // Put away for a tool's card it has no size; when it comes back no frame need follow.
  const isThere = partNumber !== undefined && nodes.length > 0;
  useEffect(() => {
    const tag = element.current;
    if (!isThere || tag === null) return undefined;
    const sizes = new ResizeObserver(() => place.current?.());
    sizes.observe(tag);
    return () => sizes.disconnect();
  }, [isThere]);
  // After every render: other words are of another width, and no frame need follow.
  useEffect(() => place.current?.());
  if (partNumber === undefined || nodes.length === 0) return undefined;
  return (
    <div ref={element} className="scene-tag" data-tag style={{ visibility: "hidden" }}>
      {parts > 1 ? (
        // Numbers of one of them would be taken for those of all.
        <p>{message("scene.tag.several", { count: nodes.length })}</p>
      ) : (
        <>
          <p>
            <strong>{partNumber}</strong>
            {title === undefined ? "" : ` ${title}`}
            {text.number === undefined ? undefined : <span className={text.tone}> · {text.number}</span>}
          </p>
          {text.note === undefined ? undefined : <p className="muted">{text.note}</p>}
        </>
      )}
    </div>
  );
}

/** The selected occurrences that are drawn. */
function useAnchors({ model, index }: ShownModel): readonly number[] {
  const partNumber = useSelection((state) => state.partNumber);
  const nodes = useSelection((state) => state.nodes);
  const visible = useVisibility((state) => state);
  const { states } = drawnStates(model, visible);
  return useMemo(() => {
    const selected = selectedNodes({ nodes, ...(partNumber === undefined ? {} : { partNumber }) }, index);
    return selected.filter((node) => states[node] !== HIDDEN);
  }, [index, nodes, partNumber, states]);
}

/** The same words are read out by the panel's live region. */
export function useTagText(partNumber: string | undefined, occurrences: number): TagText {
  const { numbers } = usePartNumbers(partNumber);
  const window = useSelection((state) => state.window);
  const filtered = useSelection((state) => isNarrowed("fail-rate", state.only));
  const scope = useSelection((state) => state.scope);
  const zone = useSettings((values) => values.plantTimeZone) ?? "UTC";
  const unit = useSelectedUnit();
  const about =
    scope === "unit" && unit !== undefined && unit.partNumber === partNumber
      ? { name: message("serial.unit", { name: unitName(unit) }), verdict: unit.verdict }
      : undefined;
  const span = window === undefined ? undefined : formatSpan(window, zone);
  const { units, failed } = numbers ?? {};
  const { name, verdict } = about ?? {};
  return useMemo(
    () =>
      tagText({
        numbers: units === undefined || failed === undefined ? undefined : { units, failed },
        span,
        filtered,
        occurrences,
        unit: name === undefined || verdict === undefined ? undefined : { name, verdict },
      }),
    [units, failed, span, filtered, occurrences, name, verdict],
  );
}
