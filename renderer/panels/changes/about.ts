/** The selection in words that mean the same to whoever reads the request: what is no event has no record to point at. */
import { ABOUT_KINDS } from "../../../shared/contract/plant/protocol.ts";
import type { About } from "../../../shared/contract/changes.ts";
import type { UnitSummary } from "../../../shared/contract/units.ts";
import type { TimeWindow } from "../../../shared/contract/common.ts";
import { message } from "../../messages/catalogue.ts";
import { formatInstant } from "../../state/format-time.ts";
import type { SceneView } from "../../state/scene-view.ts";
import type { SelectedSubject } from "../../state/selection.ts";
import { unitName } from "../../state/unit-name.ts";

export interface Selected extends SelectedSubject {
  readonly window?: TimeWindow;
}

export interface AboutParts {
  readonly view: Pick<SceneView, "pathOf" | "faceText"> | undefined;
  readonly unit:
    | Pick<UnitSummary, "partNumber" | "serial" | "serialStatus" | "lot" | "position" | "label">
    | undefined;
  readonly title: (partNumber: string) => string | undefined;
  /** IANA name of the plant's time zone. */
  readonly zone: string;
}

/** Occurrences named one by one; more are a part, not a choice. */
const OCCURRENCES = 20;
const LONGEST = 1_000;
/** As many as a request takes of everything that it is about (shared/contract/changes.ts). */
export const MOST_ABOUT = 100;

export function aboutOf(selected: Selected, { view, unit, title, zone }: AboutParts): About[] {
  const { partNumber, nodes, face, characteristic, window } = selected;
  const found: About[] = [];
  const add = (kind: About["kind"], name: string | undefined): void => {
    if (name !== undefined && name !== "") found.push({ kind, name: name.slice(0, LONGEST) });
  };
  if (partNumber !== undefined) add("part", [partNumber, title(partNumber)].filter(Boolean).join(" "));
  for (const node of nodes.slice(0, OCCURRENCES)) add("occurrence", view?.pathOf(node));
  if (face !== undefined) {
    const words = [view?.faceText(face), view?.pathOf(face.node)].filter(Boolean).join(", ");
    add("face", words);
  }
  if (unit !== undefined)
    add("unit", message("changes.about-unit", { part: unit.partNumber, name: unitName(unit) }));
  add("characteristic", characteristic?.text);
  if (window !== undefined)
    add(
      "span",
      message("changes.about-span", {
        from: formatInstant(window.from, zone),
        to: formatInstant(window.to, zone),
        zone,
      }),
    );
  return found;
}

export interface MergedAbout {
  readonly about: About[];
  /** How many did not fit. */
  readonly leftOut: number;
}

/** Each once, in the order of the list of kinds; what a request does not take is counted. */
export function mergeAbout(before: readonly About[], more: readonly About[]): MergedAbout {
  const all = new Map([...before, ...more].map((one) => [JSON.stringify([one.kind, one.name]), one]));
  const about = [...all.values()]
    .slice(0, MOST_ABOUT)
    .toSorted((a, b) => ABOUT_KINDS.indexOf(a.kind) - ABOUT_KINDS.indexOf(b.kind));
  return { about, leftOut: all.size - about.length };
}
