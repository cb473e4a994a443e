/** The layout of the lanes in step with what the controller asks, and their commands. */
import { useEffect, useMemo, useSyncExternalStore } from "react";
import { registerCommand } from "../../state/commands.ts";
import type { TimelineController } from "../../timeline/controller.ts";
import type { LaneShapes } from "../../timeline/rows.ts";
import { alignCommands } from "./alignment.ts";
import { laneCommands } from "./lane-commands.ts";
import { askedOf, useLaneLayout } from "./lane-layout.ts";

/** How long a word may be typed before lanes are searched for it, ms. */
const SETTLE = 150;

const NONE = [] as const;

export interface ShownLanes {
  readonly shapes: LaneShapes;
  readonly pinned: readonly string[];
  readonly expanded: readonly string[];
}

export function useLanes(controller: TimelineController): ShownLanes {
  const layout = useLaneLayout((state) => state.layout);
  const search = useLaneLayout((state) => state.search);
  useEffect(() => {
    const removals = [...laneCommands(), ...alignCommands()].map(registerCommand);
    return () => removals.forEach((remove) => remove());
  }, []);
  useEffect(() => {
    const asked = askedOf(layout, search);
    if (asked.search === controller.state().lanes.search) return controller.setLanes(asked);
    const timer = setTimeout(() => controller.setLanes(asked), SETTLE);
    return () => clearTimeout(timer);
  }, [controller, layout, search]);
  const { collapsed, heights, pinned, expanded, signals, together = false, apart = NONE } = layout;
  useEffect(
    () => controller.setSignals(signals, { together, apart }),
    [controller, signals, together, apart],
  );
  const joined = useSyncExternalStore(controller.subscribe, () => controller.state().joined);
  const shapes = useMemo(() => ({ collapsed, heights, together: joined }), [collapsed, heights, joined]);
  return { shapes, pinned, expanded };
}
