/** One row of what is done most, over the model. Everything in it is a command of the registry. */
import type { ReactNode } from "react";
import { useStore } from "zustand";
import { message, type MessageKey } from "../../messages/catalogue.ts";
import { CommandMenu } from "../../shell/command-menu.tsx";
import { MOUSE_COMMANDS, VIEW_COMMANDS } from "../../../shared/commands/menus.ts";
import { commandRegistry, runCommand } from "../../state/commands.ts";
import { useColouring } from "../../state/colouring.ts";
import { useSelection } from "../../state/selection.ts";
import { useSettings } from "../../state/settings.ts";
import { useVisibility } from "../../state/visibility.ts";
import { useMeasure } from "./measure/measure-state.ts";
import { useSection } from "./section/section-state.ts";

export function Toolbar(): ReactNode {
  // What a button says of itself depends on these; the commands read them from the stores.
  useSelection((state) => state.nodes);
  useSelection((state) => state.partNumber);
  useVisibility((state) => state);
  useColouring((state) => state.mode);
  useSection((state) => state.cuts);
  useMeasure((state) => state.active);
  const mouse = useSettings((values) => values.mousePreset) ?? "solidworks";
  const projection = useSettings((values) => values.projection) ?? "perspective";
  return (
    <div className="scene-toolbar" role="toolbar" aria-label={message("scene.toolbar")}>
      <CommandMenu
        arrow
        label={message("scene.tool.select")}
        className="scene-tool"
        groups={[
          { commands: [{ id: "select.all-occurrences" }, { id: "select.parent" }, { id: "select.nothing" }] },
        ]}
      />
      <Tool id="scene.fit" labelKey="scene.tool.fit" />
      <CommandMenu
        arrow
        label={message("scene.tool.views")}
        className="scene-tool"
        groups={[
          { titleKey: "menu.views", commands: VIEW_COMMANDS },
          {
            commands: [
              { id: "scene.fit-selection" },
              { id: "scene.projection" },
              { id: "scene.save-picture" },
            ],
          },
        ]}
      />
      <span className="scene-tool-gap" aria-hidden="true" />
      <Tool id="section.toggle" labelKey="section.name" />
      <Tool id="measure.toggle" labelKey="measure.name" />
      <span className="scene-tool-gap" aria-hidden="true" />
      <Tool id="scene.isolate" labelKey="scene.tool.isolate" />
      <Tool id="scene.hide" labelKey="scene.tool.hide" />
      <Tool id="scene.ghost" labelKey="scene.tool.ghost" />
      <Tool id="scene.show-all" labelKey="scene.tool.show-all" />
      <span className="scene-tool-gap" aria-hidden="true" />
      <Tool id="colour.fail-rate" labelKey="scene.tool.colour" />
      <Tool
        id="scene.projection"
        labelKey={`scene.tool.${projection}`}
        className="scene-wide"
        switches={false}
      />
      <CommandMenu
        arrow
        label={message("scene.tool.mouse")}
        detail={message(`scene.mouse.${mouse}`)}
        className="scene-tool"
        groups={[{ titleKey: "menu.mouse", commands: MOUSE_COMMANDS }]}
      />
    </div>
  );
}

interface ToolProps {
  readonly id: string;
  readonly labelKey: MessageKey;
  readonly className?: string;
  /** Shown as pressed while the command is ticked. */
  readonly switches?: boolean;
}

function Tool({ id, labelKey, className = "", switches = true }: ToolProps): ReactNode {
  const command = useStore(commandRegistry, (state) => state.commands.get(id));
  const checked = switches ? command?.checked?.() : undefined;
  const title = command === undefined ? message(labelKey) : message(command.titleKey);
  const shortcut = command?.shortcut;
  return (
    <button
      type="button"
      className={`scene-tool ${className}`}
      disabled={command === undefined || command.enabled?.() === false}
      title={shortcut === undefined ? title : `${title} (${shortcut})`}
      {...(shortcut === undefined ? {} : { "aria-keyshortcuts": shortcut.replace("Ctrl", "Control") })}
      {...(checked === undefined ? {} : { "aria-pressed": checked })}
      onClick={() => runCommand(id)}
    >
      {message(labelKey)}
    </button>
  );
}
