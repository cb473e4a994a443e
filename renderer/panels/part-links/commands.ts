/** Saying which part the selected CAD product is: menus, palette, tree and 3D view run these. */
import type { Command } from "../../state/commands.ts";
import { cache } from "../../state/cache.ts";
import { sceneInUse } from "../scene/scene-in-use.ts";
import { askForPart, linksOf, selectedProduct, tryUnlink } from "./decide.ts";

const canChange = (): boolean => cache.getState().about?.readOnly !== true;
const selected = (): ReturnType<typeof selectedProduct> => selectedProduct(sceneInUse.getState().shown);

export const PART_LINK_COMMANDS: readonly Command[] = [
  {
    id: "part.this-is",
    titleKey: "command.this-is-part",
    shortcut: "Alt+P",
    enabled: () => canChange() && selected() !== undefined,
    run: () => askForPart(selected()),
  },
  {
    id: "part.not-linked",
    titleKey: "command.not-this-part",
    enabled: () => {
      const product = selected();
      return canChange() && product !== undefined && linksOf(product).length > 0;
    },
    run: async () => {
      const product = selected();
      if (product !== undefined) await tryUnlink(product);
    },
  },
];
