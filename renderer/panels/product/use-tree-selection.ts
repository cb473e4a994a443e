/** The shown model as the tree needs it: occurrences of its lines, which are selected, which are seen. */
import { useDeferredValue, useMemo } from "react";
import type { PartTreeNode } from "../../../shared/contract/parts.ts";
import { useSelection } from "../../state/selection.ts";
import { useVisibility } from "../../state/visibility.ts";
import { drawnStates, type DrawnStates } from "../scene/drawn-states.ts";
import { useIndexedModel } from "../scene/scene-in-use.ts";
import type { ShownModel } from "../scene/use-model.ts";
import { createRowNodes, type RowNodes } from "./row-nodes.ts";

export interface TreeSelection {
  readonly shown: ShownModel | undefined;
  readonly rowNodes: RowNodes | undefined;
  readonly drawn: DrawnStates | undefined;
  /** A part is selected in every line of it, picked occurrences in the lines that they stand in. */
  readonly isSelected: (node: Pick<PartTreeNode, "id" | "partNumber">) => boolean;
}

export function useTreeSelection(): TreeSelection {
  // After the 3D view has it: the keys of many thousand occurrences are made between two turns of the window.
  const shown = useDeferredValue(useIndexedModel());
  const partNumber = useSelection((state) => state.partNumber);
  const nodes = useSelection((state) => state.nodes);
  const visible = useVisibility((state) => state);
  const rowNodes = useMemo(
    () => (shown === undefined ? undefined : createRowNodes(shown.model, shown.index.ownNumberOf)),
    [shown],
  );
  const isSelected = useMemo((): TreeSelection["isSelected"] => {
    const known = shown?.index.known(nodes) ?? [];
    if (rowNodes === undefined || known.length === 0) return (node) => node.partNumber === partNumber;
    const keys = new Set(known.map(rowNodes.keyOf));
    return (node) => {
      const key = rowNodes.keyOfRow(node.id);
      return key !== undefined && keys.has(key);
    };
  }, [shown, rowNodes, nodes, partNumber]);
  const drawn = shown === undefined ? undefined : drawnStates(shown.model, visible);
  return { shown, rowNodes, drawn, isSelected };
}
