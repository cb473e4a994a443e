/** What a person can do with the lanes: menus, palette and shortcuts run these. */
import { LANE_DIMENSIONS, LANE_SORTS } from "../../../shared/contract/timeline-lanes.ts";
import type { TraceKey } from "../../../shared/contract/events.ts";
import { traceName } from "../../timeline/signals.ts";
import { message } from "../../messages/catalogue.ts";
import type { Command } from "../../state/commands.ts";
import { changeLayout, layoutNow, showLanesBy, showNextLanes } from "./lane-layout.ts";

export function setTracesTogether(together: boolean): void {
  if (together !== (layoutNow().together ?? false))
    changeLayout(message("timeline.signals.step.together"), { together });
}

/** Which of the signals stand in the common row; the others have their own. */
export function setCommonTraces(shown: readonly TraceKey[], common: readonly TraceKey[]): void {
  const names = new Set(common.map(traceName));
  const apart = shown
    .filter((key) => !names.has(traceName(key)))
    .map(({ equipment, signal }) => ({ equipment, signal }));
  changeLayout(message("timeline.signals.step.together"), { together: true, apart });
}

export function laneCommands(): readonly Command[] {
  return [
    ...LANE_DIMENSIONS.map((by): Command => ({
      id: `lanes.by-${by}`,
      titleKey: `command.lanes-${by}`,
      checked: () => layoutNow().by === by,
      run: () => showLanesBy(by),
    })),
    { id: "lanes.next", titleKey: "command.lanes-next", shortcut: "Alt+L", run: showNextLanes },
    {
      id: "timeline.signals-together",
      titleKey: "command.signals-together",
      shortcut: "Alt+G",
      checked: () => layoutNow().together ?? false,
      run: () => setTracesTogether(layoutNow().together !== true),
    },
    ...LANE_SORTS.map((sort): Command => ({
      id: `lanes.sort-${sort}`,
      titleKey: `command.lanes-sort-${sort}`,
      enabled: () => layoutNow().by !== "kind",
      checked: () => layoutNow().by !== "kind" && layoutNow().sort === sort,
      run: () => changeLayout(message("timeline.lanes.step.sort"), { sort }),
    })),
  ];
}
