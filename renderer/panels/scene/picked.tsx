/** What is picked, for those who do not see it: read out after each change. */
import type { ReactNode } from "react";
import { message } from "../../messages/catalogue.ts";
import { useSelection } from "../../state/selection.ts";
import { pickedFaceText } from "./face-chip.tsx";
import { selectedNodes } from "./scene-selection.ts";
import { useTagText } from "./scene-tag.tsx";
import type { ShownModel } from "./use-model.ts";
import { usePartNumbers } from "./use-part-numbers.ts";

export function Picked({ shown }: { readonly shown: ShownModel }): ReactNode {
  const partNumber = useSelection((state) => state.partNumber);
  const nodes = useSelection((state) => state.nodes);
  const face = useSelection((state) => state.face);
  const subject = partNumber === undefined ? { nodes } : { nodes, partNumber };
  const selected = selectedNodes(subject, shown.index);
  const { title } = usePartNumbers(partNumber);
  const tag = useTagText(partNumber, selected.length);
  const words = [
    partNumber === undefined ? undefined : `${partNumber} ${title ?? ""}`.trim(),
    nodes.length === 1 ? shown.index.occurrenceOf(nodes[0] ?? -1) : undefined,
    tag.number,
    tag.note,
    face === undefined ? undefined : pickedFaceText(shown, face),
  ].filter((word) => word !== undefined);
  return (
    <output className="visually-hidden" aria-live="polite">
      {partNumber === undefined ? message("scene.picked-nothing") : words.join(", ")}
    </output>
  );
}
