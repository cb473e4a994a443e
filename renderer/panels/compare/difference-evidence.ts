/** Differences in words that a change request can carry: what, on which part, between which two models. Pure. */
import type { Difference } from "../../../shared/compare/comparison.ts";
import type { About } from "../../../shared/contract/changes.ts";
import { message } from "../../messages/catalogue.ts";
import type { ComparedNames } from "./compare-state.ts";
import { differenceText, partText } from "./difference-text.ts";

/** As many as a request takes of everything that it is about. */
const MOST = 100;
const LONGEST = 1_000;

export function evidenceOfDifferences(differences: readonly Difference[], names: ComparedNames): About[] {
  return differences.slice(0, MOST).map((difference): About => {
    const isFace = (difference.after ?? difference.before)?.faces.length !== 0;
    const isOne = difference.kind === "moved";
    const name = message("compare.change-about", {
      part: partText(difference),
      what: differenceText(difference),
      ...names,
    });
    return { kind: isFace ? "face" : isOne ? "occurrence" : "part", name: name.slice(0, LONGEST) };
  });
}
