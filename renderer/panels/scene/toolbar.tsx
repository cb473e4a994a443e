/** One row of what is done most, over the model. Everything in it is a command of the registry. */
import type { ReactNode } from "react";
import { useStore } from "zustand";
import { message, type MessageKey } from "../../messages/catalogue.ts";
import { CommandMenu } from "../../components/command-menu.tsx";
import { MOUSE_COMMANDS, SELECT_COMMANDS, VIEW_COMMANDS } from "../../../shared/commands/menus.ts";
import { useBoxTool } from "../../state/box-tool.ts";
import { commandRegistry, runCommand } from "../../state/commands.ts";
import { useExplosion } from "../../state/explosion.ts";
import { ColourMenu } from "./colour-menu.tsx";
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
  useBoxTool();
  useExplosion((state) => state);
  useSettings((values) => values);
  useSection((state) => state.cuts);
  useMeasure((state) => state.active);
  return (
    <div className="scene-toolbar" role="toolbar" aria-label={message("scene.toolbar")}>
      <CommandMenu
        arrow
        label={message("scene.tool.select")}
        className="scene-tool"
        groups={[{ commands: SELECT_COMMANDS }]}
      />
      <Tool id="scene.fit" labelKey="scene.tool.fit" className="scene-roomy" />
      <CommandMenu
        arrow
        label={message("scene.tool.views")}
        className="scene-tool"
        groups={[
          { titleKey: "menu.views", commands: [...VIEW_COMMANDS, { id: "scene.look-at-face" }] },
          {
            commands: [
              { id: "scene.saved-views" },
              { id: "scene.fit" },
              { id: "scene.fit-selection" },
              { id: "scene.roll-left" },
              { id: "scene.roll-right" },
              { id: "scene.upright" },
            ],
          },
        ]}
      />
      <span className="scene-tool-gap" aria-hidden="true" />
      {VISIBILITY_COMMANDS.map(({ id, labelKey }) => (
        <Tool key={id} id={id} labelKey={labelKey} className="scene-wide" />
      ))}
      <CommandMenu
        arrow
        label={message("scene.tool.visibility")}
        className="scene-tool scene-narrow"
        groups={[{ commands: VISIBILITY_COMMANDS }]}
      />
      <span className="scene-tool-gap" aria-hidden="true" />
      {TOOL_COMMANDS.map(({ id, labelKey }) => (
        <Tool key={id} id={id} labelKey={labelKey} className="scene-roomy" />
      ))}
      <CommandMenu
        arrow
        label={message("scene.tool.tools")}
        className="scene-tool scene-cramped"
        groups={[{ commands: TOOL_COMMANDS }]}
      />
      <span className="scene-tool-gap" aria-hidden="true" />
      <ColourMenu />
      <CommandMenu
        arrow
        label={message("scene.tool.more")}
        className="scene-tool"
        groups={[
          {
            commands: [
              { id: "scene.projection" },
              { id: "scene.explode-all" },
              { id: "scene.hidden-bodies" },
            ],
          },
          { commands: [{ id: "scene.save-picture" }] },
          { titleKey: "menu.mouse", commands: MOUSE_COMMANDS },
        ]}
      />
    </div>
  );
}

const VISIBILITY_COMMANDS = [
  { id: "scene.isolate", labelKey: "scene.tool.isolate" },
  { id: "scene.hide", labelKey: "scene.tool.hide" },
  { id: "scene.ghost", labelKey: "scene.tool.ghost" },
  { id: "scene.show-all", labelKey: "scene.tool.show-all" },
] as const;

const TOOL_COMMANDS = [
  { id: "section.toggle", labelKey: "section.name" },
  { id: "measure.toggle", labelKey: "measure.name" },
  { id: "scene.explode", labelKey: "scene.tool.explode" },
] as const;

interface ToolProps {
  readonly id: string;
  readonly labelKey: MessageKey;
  readonly className?: string;
}

function Tool({ id, labelKey, className = "" }: ToolProps): ReactNode {
  const command = useStore(commandRegistry, (state) => state.commands.get(id));
  const checked = command?.checked?.();
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
