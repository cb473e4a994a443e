/** What the model is coloured by, at one look and one click. */
import type { ReactNode } from "react";
import { EVENT_KINDS } from "../../../shared/model/event.ts";
import { message } from "../../messages/catalogue.ts";
import { CommandMenu } from "../../components/command-menu.tsx";
import { FACE_QUANTITIES, isFaceQuantity, QUANTITIES } from "../../state/colour-scale.ts";
import { useColouring } from "../../state/colouring.ts";

const PART_COMMANDS = QUANTITIES.filter((quantity) => !isFaceQuantity(quantity)).map((quantity) => ({
  id: `colour.${quantity}`,
}));
const FACE_COMMANDS = FACE_QUANTITIES.map((quantity) => ({ id: `colour.${quantity}` }));
const KIND_COMMANDS = ["all", ...EVENT_KINDS].map((kind) => ({ id: `colour.kind-${kind}` }));

export function ColourMenu(): ReactNode {
  const { quantity } = useColouring((state) => state.choice);
  const hasKinds = quantity === "events" || quantity === "age";
  return (
    <CommandMenu
      arrow
      label={message("scene.tool.colour")}
      detail={message(`colour.short-${quantity}`)}
      className="scene-tool"
      groups={[
        { commands: [{ id: "colour.none" }] },
        { titleKey: "colour.parts", commands: PART_COMMANDS },
        { titleKey: "colour.features", commands: FACE_COMMANDS },
        ...(hasKinds ? ([{ titleKey: "colour.kinds", commands: KIND_COMMANDS }] as const) : []),
      ]}
    />
  );
}
