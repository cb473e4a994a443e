/** The commands of the frame itself; panels add theirs while they are open. */
import { MOUSE_PRESETS, THEMES } from "../../shared/contract/settings.ts";
import { changeSettings, settings } from "../state/settings.ts";
import { registerCommand, type Command } from "../state/commands.ts";
import { clearSpan } from "../state/filters.ts";
import { selection } from "../state/selection.ts";
import { undoStack } from "../state/undo.ts";
import { PANELS } from "../../shared/commands/panels.ts";
import { resetLayout, setOverlay, showPanel, togglePanel, workspace } from "../state/workspace.ts";
import { colourBy, colourByKind, toggleColouring } from "../state/colour-steps.ts";
import { QUANTITIES } from "../state/colour-scale.ts";
import { colouring } from "../state/colouring.ts";
import { EVENT_KINDS } from "../../shared/model/event.ts";
import { addEvidence, newChange } from "../panels/changes/change-state.ts";
import { COMPARE_COMMANDS } from "../panels/compare/commands.ts";
import { PART_LINK_COMMANDS } from "../panels/part-links/commands.ts";
import { FEATURE_COMMANDS } from "../panels/features/commands.ts";
import { MANUAL_COMMANDS } from "../panels/manual/commands.ts";
import { openFiles, openFolder } from "../panels/import/open.ts";
import { addServer, showOwnCertificate } from "../panels/machines/opening.ts";
import { SOURCE_COMMANDS } from "../panels/sources/commands.ts";
import { LINK_COMMANDS } from "./link/links.ts";
import { FILTER_COMMANDS } from "./filter-commands.ts";
import { DEMO_COMMANDS } from "./demo-commands.ts";
import { cache } from "../state/cache.ts";

/** Registers them all; returns what removes them. */
export function registerBaseCommands(): () => void {
  const removals = baseCommands().map(registerCommand);
  return () => removals.forEach((remove) => remove());
}

/** False while another program keeps this data folder up to date. */
const canChange = (): boolean => cache.getState().about?.readOnly !== true;

function baseCommands(): readonly Command[] {
  return [
    { id: "file.open-files", titleKey: "command.open-files", shortcut: "Ctrl+O", run: openFiles },
    { id: "file.open-folder", titleKey: "command.open-folder", shortcut: "Ctrl+Shift+O", run: openFolder },
    { id: "file.imports", titleKey: "command.imports", run: () => showPanel("import") },
    { id: "machine.add", titleKey: "command.add-opcua", enabled: canChange, run: addServer },
    {
      id: "machine.own-certificate",
      titleKey: "command.own-certificate",
      enabled: canChange,
      run: showOwnCertificate,
    },
    ...SOURCE_COMMANDS,
    {
      id: "change.new",
      titleKey: "command.new-change",
      shortcut: "Ctrl+Shift+E",
      enabled: canChange,
      run: newChange,
    },
    {
      id: "change.add-evidence",
      titleKey: "command.add-evidence",
      enabled: canChange,
      run: addEvidence,
    },
    {
      id: "edit.undo",
      titleKey: "command.undo",
      shortcut: "Ctrl+Z",
      enabled: () => undoStack.getState().done.length > 0,
      run: async () => void (await undoStack.getState().undo()),
    },
    {
      id: "edit.redo",
      titleKey: "command.redo",
      shortcut: "Ctrl+Y",
      enabled: () => undoStack.getState().undone.length > 0,
      run: async () => void (await undoStack.getState().redo()),
    },
    {
      id: "edit.redo-alternative",
      titleKey: "command.redo",
      shortcut: "Ctrl+Shift+Z",
      hidden: true,
      enabled: () => undoStack.getState().undone.length > 0,
      run: async () => void (await undoStack.getState().redo()),
    },
    {
      id: "selection.back",
      titleKey: "command.back",
      shortcut: "Alt+Left",
      enabled: () => selection.getState().canGoBack,
      run: () => selection.getState().back(),
    },
    {
      id: "selection.forward",
      titleKey: "command.forward",
      shortcut: "Alt+Right",
      enabled: () => selection.getState().canGoForward,
      run: () => selection.getState().forward(),
    },
    {
      id: "selection.clear-brush",
      titleKey: "command.clear-brush",
      enabled: () => selection.getState().window !== undefined,
      run: clearSpan,
    },
    {
      id: "selection.scope",
      titleKey: "command.scope",
      shortcut: "U",
      enabled: () => selection.getState().unitId !== undefined,
      run: () => {
        const { scope, setScope } = selection.getState();
        setScope(scope === "unit" ? "part" : "unit");
      },
    },
    ...FILTER_COMMANDS,
    ...LINK_COMMANDS,
    {
      id: "colour.toggle",
      titleKey: "command.colour-toggle",
      shortcut: "C",
      checked: () => colouring.getState().choice.quantity !== "none",
      run: toggleColouring,
    },
    {
      id: "colour.next",
      titleKey: "command.colour-next",
      shortcut: "Alt+C",
      run: () => {
        const { choice, last } = colouring.getState();
        const at = QUANTITIES.indexOf(choice.quantity === "none" ? last : choice.quantity);
        colourBy(QUANTITIES[(at + 1) % QUANTITIES.length] ?? "fail-rate");
      },
    },
    ...(["none", ...QUANTITIES] as const).map((quantity): Command => ({
      id: `colour.${quantity}`,
      titleKey: `colour.by-${quantity}`,
      checked: () => colouring.getState().choice.quantity === quantity,
      run: () => colourBy(quantity),
    })),
    ...([undefined, ...EVENT_KINDS] as const).map((kind): Command => ({
      id: `colour.kind-${kind ?? "all"}`,
      titleKey: `colour.kind-${kind ?? "all"}`,
      hidden: true,
      enabled: () => ["events", "age"].includes(colouring.getState().choice.quantity),
      checked: () => colouring.getState().choice.kind === kind,
      run: () => colourByKind(kind),
    })),
    ...COMPARE_COMMANDS,
    ...FEATURE_COMMANDS,
    ...PART_LINK_COMMANDS,
    ...THEMES.map((theme): Command => ({
      id: `theme.${theme}`,
      titleKey: `command.theme-${theme}`,
      checked: () => (settings.getState().values.theme ?? "system") === theme,
      run: () => changeSettings({ theme }),
    })),
    ...MOUSE_PRESETS.map((mousePreset): Command => ({
      id: `mouse.${mousePreset}`,
      titleKey: `command.mouse-${mousePreset}`,
      checked: () => (settings.getState().values.mousePreset ?? "solidworks") === mousePreset,
      run: () => changeSettings({ mousePreset }),
    })),
    {
      id: "mouse.custom",
      titleKey: "command.mouse-custom",
      checked: () => settings.getState().values.mousePreset === "custom",
      run: () => {
        changeSettings({ mousePreset: "custom" });
        setOverlay("shortcuts");
      },
    },
    {
      id: "mouse.left-box",
      titleKey: "command.mouse-left-box",
      checked: () => settings.getState().values.leftDrag === "box",
      run: () =>
        changeSettings({ leftDrag: settings.getState().values.leftDrag === "box" ? "rotate" : "box" }),
    },
    ...PANELS.map((panel): Command => ({
      id: `panel.${panel}`,
      titleKey: `command.panel-${panel}`,
      checked: () => workspace.getState().open.includes(panel),
      run: () => togglePanel(panel),
    })),
    { id: "panel.reset", titleKey: "command.reset-layout", run: resetLayout },
    {
      id: "help.search",
      titleKey: "command.palette",
      shortcut: "Ctrl+K",
      hidden: true,
      run: () => setOverlay("palette"),
    },
    {
      id: "help.search-space",
      titleKey: "command.palette",
      shortcut: "Space",
      hidden: true,
      run: () => setOverlay("palette"),
    },
    ...MANUAL_COMMANDS,
    {
      id: "help.shortcuts",
      titleKey: "command.shortcuts",
      shortcut: "?",
      run: () => setOverlay("shortcuts"),
    },
    ...DEMO_COMMANDS,
    { id: "file.back-up", titleKey: "command.back-up", run: () => setOverlay("backup") },
    { id: "help.check-data", titleKey: "command.check-data", run: () => setOverlay("check") },
    { id: "help.about", titleKey: "command.about", run: () => setOverlay("about") },
  ];
}
