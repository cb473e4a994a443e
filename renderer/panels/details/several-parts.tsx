/** Where several occurrences are selected: how many of which parts, each to be selected alone. */
import { naturalOrder } from "../../../shared/text/natural-order.ts";
import { useMemo, type ReactNode } from "react";
import { message } from "../../messages/catalogue.ts";
import { useCache } from "../../state/cache.ts";
import { useSelection } from "../../state/selection.ts";
import { useIndexedModel } from "../scene/scene-in-use.ts";
import { select } from "../scene/use-scene.ts";
import { Section } from "./facts.tsx";

/** Lines at first; the rest is counted. */
const MOST_LINES = 8;

export function SeveralParts(): ReactNode {
  const groups = useSelectedParts();
  const tree = useCache((state) => state.tree);
  const titles = useMemo(
    () => new Map((tree ?? []).map(({ partNumber, title }) => [partNumber, title])),
    [tree],
  );
  if (groups.length === 0) return undefined;
  const count = groups.reduce((sum, { nodes }) => sum + nodes.length, 0);
  return (
    <Section title={message("details.several", { count, parts: groups.length })}>
      <ul className="lines" data-several>
        {groups.slice(0, MOST_LINES).map(({ partNumber, nodes }) => (
          <li key={partNumber}>
            <button
              type="button"
              className="link ellipsis"
              onClick={() => select({ nodes, partNumber, face: undefined, faces: [] })}
            >
              <span className="mono muted">{partNumber}</span> {titles.get(partNumber) ?? ""}
            </button>
            <span className="number second">{message("product.quantity", { quantity: nodes.length })}</span>
          </li>
        ))}
      </ul>
      {groups.length > MOST_LINES ? (
        <p className="muted">{message("details.several-more", { count: groups.length - MOST_LINES })}</p>
      ) : undefined}
    </Section>
  );
}

export interface SelectedPart {
  readonly partNumber: string;
  readonly nodes: readonly number[];
}

/** The picked occurrences by part, most first; empty where they are not several. */
export function useSelectedParts(): readonly SelectedPart[] {
  const shown = useIndexedModel();
  const nodes = useSelection((state) => state.nodes);
  return useMemo(() => {
    const known = shown?.index.known(nodes) ?? [];
    if (known.length < 2) return [];
    const groups = new Map<string, number[]>();
    for (const node of known) {
      const number = shown?.index.numberOf(node) ?? "";
      const group = groups.get(number);
      if (group === undefined) groups.set(number, [node]);
      else group.push(node);
    }
    return [...groups]
      .map(([partNumber, own]) => ({ partNumber, nodes: own }))
      .sort((a, b) => b.nodes.length - a.nodes.length || naturalOrder(a.partNumber, b.partNumber));
  }, [shown, nodes]);
}
