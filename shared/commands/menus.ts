/**
 * What menus show, in their order: the page's own menus and the native menu of the desktop window are
 * made of this one list, so that neither can lack what the other has. What a command does, and when it
 * can, the page knows by its id.
 */
import { MOUSE_PRESETS, THEMES } from "../contract/settings.ts";
import { LANE_DIMENSIONS, LANE_SORTS } from "../contract/timeline-lanes.ts";
import { EVENT_KINDS } from "../model/event.ts";
import { PANELS } from "./panels.ts";
import type { commandTitles, menuTitles } from "./titles.ts";

export interface MenuCommand {
  readonly id: string;
  readonly titleKey: keyof typeof commandTitles;
  /** As the page's registry writes it: `Ctrl+O`; `Ctrl` means Command on a Mac. */
  readonly shortcut?: string;
}

export interface MenuGroup {
  /** With a title it is a menu of its own where menus can be nested, and a heading where they can't. */
  readonly titleKey?: keyof typeof menuTitles;
  readonly commands: readonly MenuCommand[];
}

export interface CommandMenuList {
  readonly id: "file" | "edit" | "view" | "window" | "help";
  readonly titleKey: keyof typeof menuTitles;
  readonly groups: readonly MenuGroup[];
}

const one = (id: string, titleKey: MenuCommand["titleKey"], shortcut?: string): MenuCommand => ({
  id,
  titleKey,
  ...(shortcut === undefined ? {} : { shortcut }),
});

export const VIEW_COMMANDS: readonly MenuCommand[] = (
  [
    ["iso", "7"],
    ["front", "1"],
    ["back", "2"],
    ["left", "3"],
    ["right", "4"],
    ["top", "5"],
    ["bottom", "6"],
  ] as const
).map(([view, key]) => one(`scene.view-${view}`, `command.view-${view}`, key));

/** What the 3D view can be coloured by. */
export const COLOUR_COMMANDS: readonly MenuCommand[] = [
  one("colour.none", "colour.by-none"),
  one("colour.fail-rate", "colour.by-fail-rate"),
  one("colour.units", "colour.by-units"),
  one("colour.events", "colour.by-events"),
  one("colour.age", "colour.by-age"),
  one("colour.unit-age", "colour.by-unit-age"),
  one("colour.defects", "colour.by-defects"),
  one("colour.cost", "colour.by-cost"),
  one("colour.part-deviation", "colour.by-part-deviation"),
  one("colour.part-cpk", "colour.by-part-cpk"),
  one("colour.deviation-mean", "colour.by-deviation-mean"),
  one("colour.deviation-worst", "colour.by-deviation-worst"),
  one("colour.cpk", "colour.by-cpk"),
  one("colour.ppk", "colour.by-ppk"),
  one("colour.next", "command.colour-next", "Alt+C"),
];

export const SELECT_COMMANDS: readonly MenuCommand[] = [
  one("select.box", "command.select-box", "B"),
  one("select.all-occurrences", "command.select-all-occurrences", "Shift+A"),
  one("select.parent", "command.select-parent", "Shift+P"),
  one("select.same-layer", "command.select-same-layer", "Shift+Y"),
  one("select.same-size-part", "command.select-same-size-part", "D"),
  one("select.same-size", "command.select-same-size", "Shift+D"),
  one("select.chain", "command.select-chain", "Shift+C"),
  one("select.nothing", "command.select-nothing"),
];

export const LANE_COMMANDS: readonly MenuCommand[] = [
  ...LANE_DIMENSIONS.map((by) => one(`lanes.by-${by}`, `command.lanes-${by}`)),
  one("lanes.next", "command.lanes-next", "Alt+L"),
  one("timeline.signals-together", "command.signals-together", "Alt+G"),
  ...LANE_SORTS.map((sort) => one(`lanes.sort-${sort}`, `command.lanes-sort-${sort}`)),
];

export const MOUSE_COMMANDS: readonly MenuCommand[] = [
  ...MOUSE_PRESETS.map((preset) => one(`mouse.${preset}`, `command.mouse-${preset}`)),
  one("mouse.custom", "command.mouse-custom"),
  one("mouse.left-box", "command.mouse-left-box"),
];

export const MENUS: readonly CommandMenuList[] = [
  {
    id: "file",
    titleKey: "menu.file",
    groups: [
      {
        commands: [
          one("file.open-files", "command.open-files", "Ctrl+O"),
          one("file.open-folder", "command.open-folder", "Ctrl+Shift+O"),
          one("link.open", "command.open-link"),
          one("link.copy", "command.copy-link", "Ctrl+Shift+L"),
        ],
      },
      {
        commands: [
          one("source.add", "command.add-plant"),
          one("source.retention", "command.retention"),
          one("machine.add", "command.add-opcua"),
          one("source.sync", "command.sync-now"),
          one("source.pause", "command.pause-plants"),
          one("source.pin", "command.pin-product"),
          one("change.new", "command.new-change", "Ctrl+Shift+E"),
          one("change.add-evidence", "command.add-evidence"),
        ],
      },
      {
        commands: [
          one("file.imports", "command.imports"),
          one("machine.own-certificate", "command.own-certificate"),
          one("scene.save-picture", "command.export", "Ctrl+Shift+S"),
          one("timeline.save-svg", "command.timeline-svg"),
          one("timeline.print", "command.timeline-print"),
          one("file.back-up", "command.back-up"),
        ],
      },
    ],
  },
  {
    id: "edit",
    titleKey: "menu.edit",
    groups: [
      { commands: [one("edit.undo", "command.undo", "Ctrl+Z"), one("edit.redo", "command.redo", "Ctrl+Y")] },
      {
        commands: SELECT_COMMANDS,
      },
      {
        commands: [
          one("selection.back", "command.back", "Alt+Left"),
          one("selection.forward", "command.forward", "Alt+Right"),
          one("selection.clear-brush", "command.clear-brush"),
          one("selection.scope", "command.scope", "U"),
          one("filter.structure", "command.structure", "Alt+B"),
        ],
      },
      {
        commands: [
          one("filter.unit", "command.filter-unit", "Alt+U"),
          one("filter.kind", "command.filter-kind"),
          one("filter.equipment", "command.filter-equipment", "Alt+M"),
          one("filter.order", "command.filter-order"),
          one("filter.characteristic", "command.filter-characteristic"),
          one("filter.clear", "command.filter-clear", "Alt+X"),
        ],
      },
      {
        commands: [
          one("part.this-is", "command.this-is-part", "Alt+P"),
          one("part.not-linked", "command.not-this-part"),
        ],
      },
      {
        commands: [
          one("features.confirm", "command.confirm-face", "L"),
          one("features.reject", "command.reject-face", "Shift+L"),
        ],
      },
    ],
  },
  {
    id: "view",
    titleKey: "menu.view",
    groups: [
      {
        commands: [
          one("scene.fit", "command.fit", "F"),
          one("scene.fit-selection", "command.fit-selection", "Shift+F"),
          one("scene.projection", "command.projection", "P"),
          one("colour.toggle", "command.colour-toggle", "C"),
        ],
      },
      {
        commands: [
          one("scene.isolate", "command.isolate", "I"),
          one("scene.hide", "command.hide", "H"),
          one("scene.ghost", "command.ghost", "G"),
          one("scene.show-all", "command.show-all", "Shift+H"),
          one("scene.hidden-bodies", "command.hidden-bodies"),
        ],
      },
      {
        commands: [
          one("section.toggle", "command.section", "S"),
          one("section.add-x", "command.section-x", "Alt+Shift+X"),
          one("section.add-y", "command.section-y", "Alt+Shift+Y"),
          one("section.add-z", "command.section-z", "Alt+Shift+Z"),
          one("section.add-face", "command.section-face"),
          one("section.add-view", "command.section-view"),
          one("section.flip", "command.section-flip"),
          one("section.clear", "command.section-clear", "Shift+S"),
        ],
      },
      {
        commands: [
          one("measure.toggle", "command.measure", "M"),
          one("measure.selection", "command.measure-selection", "Shift+M"),
          one("measure.copy", "command.measure-copy"),
          one("measure.clear", "command.measure-clear"),
        ],
      },
      {
        commands: [
          one("compare.open", "command.compare", "K"),
          one("compare.next", "command.compare-next", "N"),
          one("compare.previous", "command.compare-previous", "Shift+N"),
          one("compare.overlay", "command.compare-overlay", "O"),
          one("compare.deviation", "command.compare-deviation"),
          one("compare.export", "command.compare-export"),
          one("compare.change-request", "command.compare-change-request"),
        ],
      },
      { titleKey: "menu.colour", commands: COLOUR_COMMANDS },
      {
        commands: [
          one("scene.explode", "command.explode", "X"),
          one("scene.explode-all", "command.explode-all", "Shift+X"),
        ],
      },
      {
        titleKey: "menu.views",
        commands: [...VIEW_COMMANDS, one("scene.look-at-face", "command.look-at-face", "8")],
      },
      {
        commands: [
          one("scene.saved-views", "command.saved-views", "V"),
          one("scene.roll-left", "command.roll-left", "Q"),
          one("scene.roll-right", "command.roll-right", "E"),
          one("scene.upright", "command.upright", "Shift+Q"),
        ],
      },
      { titleKey: "menu.lanes", commands: LANE_COMMANDS },
      {
        commands: [
          one("timeline.align", "command.timeline-align", "Alt+O"),
          one("timeline.align-end", "command.timeline-align-end"),
        ],
      },
      { titleKey: "menu.mouse", commands: MOUSE_COMMANDS },
    ],
  },
  {
    id: "window",
    titleKey: "menu.window",
    groups: [
      {
        titleKey: "menu.panels",
        commands: PANELS.map((panel) => one(`panel.${panel}`, `command.panel-${panel}`)),
      },
      { commands: [one("panel.reset", "command.reset-layout")] },
      {
        titleKey: "menu.theme",
        commands: THEMES.map((theme) => one(`theme.${theme}`, `command.theme-${theme}`)),
      },
    ],
  },
  {
    id: "help",
    titleKey: "menu.help",
    groups: [
      {
        commands: [
          one("help.manual", "command.manual", "F1"),
          one("help.shortcuts", "command.shortcuts", "?"),
        ],
      },
      {
        commands: [
          one("demo.stop-plant", "command.stop-demo"),
          one("demo.start-plant", "command.start-demo"),
        ],
      },
      { commands: [one("help.check-data", "command.check-data"), one("help.about", "command.about")] },
    ],
  },
];

/** Commands that no menu shows, for they stand on the screen or are a second key of another. */
export const WITHOUT_MENU: readonly string[] = [
  "edit.redo-alternative",
  "help.search",
  "help.search-space",
  // In the colour menu of the 3D view, while events are counted.
  ...["all", ...EVENT_KINDS].map((kind) => `colour.kind-${kind}`),
];
