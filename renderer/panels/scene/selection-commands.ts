/** What a person can select by a command: more like the selection, or what goes on from it. */
import { smoothChain } from "../../scene/picking/face-chain.ts";
import { boxTool } from "../../state/box-tool.ts";
import type { Command } from "../../state/commands.ts";
import { selection, type PickedFace } from "../../state/selection.ts";
import { layersOf, nodesOnLayers } from "./same-layer.ts";
import { sameSizeFaces } from "./same-size.ts";
import { pickedFaces, selectedNodes } from "./scene-selection.ts";
import type { ShownModel } from "./use-model.ts";
import { select } from "./use-scene.ts";

export function selectionCommands(shown: ShownModel | undefined): readonly Command[] {
  const targets = (): readonly number[] =>
    shown === undefined ? [] : selectedNodes(selection.getState(), shown.index);
  const parent = (): number | undefined => {
    const [first] = targets();
    return first === undefined ? undefined : shown?.index.parentOf(first);
  };
  const isRound = (): boolean => {
    const { face } = selection.getState();
    return face !== undefined && surfaceKind(shown, face) === "cylinder";
  };
  const selectFaces = (faces: readonly PickedFace[]): void => {
    const last = selection.getState().face ?? faces.at(-1);
    if (shown === undefined || last === undefined || faces.length === 0) return;
    const nodes = [...new Set(faces.map(({ node }) => node))];
    select({ nodes, partNumber: shown.index.numberOf(last.node), face: last, faces });
  };
  const sameSize = (
    id: string,
    titleKey: Command["titleKey"],
    shortcut: string,
    everywhere: boolean,
  ): Command => ({
    id,
    titleKey,
    shortcut,
    enabled: isRound,
    run: () => {
      const { face } = selection.getState();
      if (shown === undefined || face === undefined) return;
      const within = everywhere ? undefined : new Set([face.node]);
      selectFaces(sameSizeFaces(shown.model, face, within));
    },
  });
  return [
    {
      id: "select.box",
      titleKey: "command.select-box",
      shortcut: "B",
      enabled: () => shown !== undefined,
      checked: () => boxTool.getState().inHand,
      run: () => boxTool.setState(({ inHand }) => ({ inHand: !inHand })),
    },
    {
      id: "select.all-occurrences",
      titleKey: "command.select-all-occurrences",
      shortcut: "Shift+A",
      enabled: () => selection.getState().nodes.length > 0,
      run: () => {
        const { nodes, partNumber, selectPart } = selection.getState();
        const numbers = new Set(nodes.map((node) => shown?.index.numberOf(node)));
        if (shown === undefined || numbers.size < 2) selectPart(partNumber);
        else {
          const all = [...numbers].flatMap((number) => shown.index.nodesOf(number));
          select({ nodes: all, partNumber, face: undefined, faces: [] });
        }
      },
    },
    {
      id: "select.same-layer",
      titleKey: "command.select-same-layer",
      shortcut: "Shift+Y",
      enabled: () => shown !== undefined && layersOf(shown.model, targets()).size > 0,
      run: () => {
        if (shown === undefined) return;
        const nodes = nodesOnLayers(shown.model, layersOf(shown.model, targets()));
        select({ nodes, partNumber: selection.getState().partNumber, face: undefined, faces: [] });
      },
    },
    sameSize("select.same-size-part", "command.select-same-size-part", "D", false),
    sameSize("select.same-size", "command.select-same-size", "Shift+D", true),
    {
      id: "select.chain",
      titleKey: "command.select-chain",
      shortcut: "Shift+C",
      enabled: () => selection.getState().face !== undefined,
      run: () => {
        const chains = pickedFaces(selection.getState()).flatMap(({ node, face }) => {
          const mesh = shown?.model.parts[shown.model.nodes[node]?.part ?? -1]?.mesh;
          return mesh === undefined ? [] : smoothChain(mesh, face).map((next) => `${node} ${next}`);
        });
        // Two picked faces may lie in one chain.
        selectFaces(
          [...new Set(chains)].map((key) => {
            const [node = -1, face = -1] = key.split(" ").map(Number);
            return { node, face };
          }),
        );
      },
    },
    {
      id: "select.parent",
      titleKey: "command.select-parent",
      shortcut: "Shift+P",
      enabled: () => parent() !== undefined,
      run: () => {
        const node = parent();
        const number = node === undefined ? undefined : shown?.index.numberOf(node);
        if (node !== undefined) selection.getState().selectNodes([node], number);
      },
    },
    {
      id: "select.nothing",
      titleKey: "command.select-nothing",
      enabled: () => selection.getState().partNumber !== undefined || selection.getState().nodes.length > 0,
      run: () => selection.getState().selectPart(undefined),
    },
  ];
}

function surfaceKind(shown: ShownModel | undefined, { node, face }: PickedFace): string | undefined {
  return shown?.model.parts[shown.model.nodes[node]?.part ?? -1]?.mesh?.faces[face]?.surface?.kind;
}
