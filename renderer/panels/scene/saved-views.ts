/** Views that a person named, kept per revision of the product; every change of them can be taken back. */
import type { Settings } from "../../../shared/contract/settings.ts";
import { message } from "../../messages/catalogue.ts";
import { changeSettings, settings } from "../../state/settings.ts";
import { undoStack } from "../../state/undo.ts";

export type SavedView = NonNullable<Settings["savedViews"]>[number];

/** As many as are kept at all; the settings are read whole with every start. */
export const MOST_VIEWS = 200;

/** Those of one product: of its revision, and those saved while none was known. */
export function viewsOf(
  all: readonly SavedView[],
  partNumber: string,
  revision: string | undefined,
): readonly SavedView[] {
  return all.filter(
    (view) =>
      view.partNumber === partNumber &&
      (view.revision === undefined || revision === undefined || view.revision === revision),
  );
}

export function addView(view: SavedView): void {
  change(message("views.added", { name: view.name }), (all) => [...all, view].slice(-MOST_VIEWS));
}

export function renameView(id: string, name: string): void {
  change(message("views.renamed", { name }), (all) =>
    all.map((view) => (view.id === id ? { ...view, name } : view)),
  );
}

export function removeView({ id, name }: SavedView): void {
  change(message("views.removed", { name }), (all) => all.filter((view) => view.id !== id));
}

function change(title: string, next: (all: readonly SavedView[]) => readonly SavedView[]): void {
  const before = settings.getState().values.savedViews ?? [];
  const after = [...next(before)];
  changeSettings({ savedViews: after });
  undoStack.getState().push({
    title,
    undo: () => changeSettings({ savedViews: before }),
    redo: () => changeSettings({ savedViews: after }),
  });
}
