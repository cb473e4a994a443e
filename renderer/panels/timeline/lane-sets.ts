/** Layouts of lanes that a person named. */
import type { Settings } from "../../../shared/contract/settings.ts";
import { message } from "../../messages/catalogue.ts";
import { changeSettings, settings } from "../../state/settings.ts";
import { undoStack } from "../../state/undo.ts";
import { changeLayout, layoutNow } from "./lane-layout.ts";

export type LaneSet = NonNullable<Settings["laneSets"]>[number];

export const MOST_SETS = 50;

export function addLaneSet(id: string, name: string): void {
  const set = { id, name: name.slice(0, 120), lanes: layoutNow() };
  change(message("timeline.sets.added", { name }), (all) =>
    // The same name again is that one, as it is now.
    [...all.filter((one) => one.name !== set.name), set].slice(-MOST_SETS),
  );
}

export function removeLaneSet({ id, name }: LaneSet): void {
  change(message("timeline.sets.removed", { name }), (all) => all.filter((one) => one.id !== id));
}

export function showLaneSet({ name, lanes }: LaneSet): void {
  changeLayout(message("timeline.sets.shown", { name }), lanes);
}

function change(title: string, next: (all: readonly LaneSet[]) => readonly LaneSet[]): void {
  const before = settings.getState().values.laneSets ?? [];
  const after = [...next(before)];
  changeSettings({ laneSets: after });
  undoStack.getState().push({
    title,
    undo: () => changeSettings({ laneSets: before }),
    redo: () => changeSettings({ laneSets: after }),
  });
}
