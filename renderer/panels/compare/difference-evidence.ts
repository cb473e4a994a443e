/** Differences in words that a change request can carry: what, on which part, between which two models. Pure. */
import type { Difference } from "../../../shared/compare/comparison.ts";
import type { About } from "../../../shared/contract/changes.ts";
import { message } from "../../messages/catalogue.ts";
import type { ComparedNames } from "./compare-state.ts";
import { differenceText, partText } from "./difference-text.ts";

const LONGEST = 1_000;

/** Each in its words; those that say the same are one, with their number. */
export function evidenceOfDifferences(differences: readonly Difference[], names: ComparedNames): About[] {
  const all = differences.map((difference): About => {
    const isFace = (difference.after ?? difference.before)?.faces.length !== 0;
    const isOne = difference.kind === "moved";
    const name = message("compare.change-about", {
      part: partText(difference),
      what: differenceText(difference),
      ...names,
    });
    return { kind: isFace ? "face" : isOne ? "occurrence" : "part", name: name.slice(0, LONGEST) };
  });
  return [...Map.groupBy(all, ({ kind, name }) => `${kind} ${name}`).values()].flatMap(([one, ...more]) => {
    if (one === undefined) return [];
    if (more.length === 0) return [one];
    const count = ` ${message("compare.change-times", { count: more.length + 1 })}`;
    return [{ ...one, name: `${one.name.slice(0, LONGEST - count.length)}${count}` }];
  });
}
