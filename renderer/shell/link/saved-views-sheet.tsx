/** The views that were saved of the shown product: shown again, renamed, removed; and a new one. */
import { useState, type ReactNode } from "react";
import { currentHost } from "../../host/host.ts";
import { message } from "../../messages/catalogue.ts";
import { viewNow } from "./link-now.ts";
import { openView } from "./open-link.ts";
import { readSaved, writeSaved } from "./saved-text.ts";
import { Empty } from "../../components/region.tsx";
import { Sheet } from "../../components/sheet.tsx";
import { findPart, useCache } from "../../state/cache.ts";
import { useSettings } from "../../state/settings.ts";
import { addView, removeView, renameView, viewsOf, type SavedView } from "../../panels/scene/saved-views.ts";
import { useIndexedModel } from "../../panels/scene/scene-in-use.ts";

export function SavedViewsSheet(): ReactNode {
  const shown = useIndexedModel();
  const all = useSettings((values) => values.savedViews) ?? [];
  const partNumber = shown?.summary.partNumber;
  const revision = useCache((state) => findPart(state.tree, partNumber)?.revision);
  const [name, setName] = useState("");
  const [problem, setProblem] = useState<string>();
  const views = partNumber === undefined ? [] : viewsOf(all, partNumber, revision);
  const save = async (): Promise<void> => {
    if (partNumber === undefined || name.trim() === "") return;
    try {
      const viewpoint = writeSaved(await viewNow(currentHost()));
      if (viewpoint === undefined) return setProblem(message("views.too-long"));
      const kept = revision === undefined ? {} : { revision };
      addView({ id: crypto.randomUUID(), name: name.trim(), partNumber, ...kept, viewpoint });
      setName("");
    } catch (thrown) {
      setProblem(thrown instanceof Error ? thrown.message : String(thrown));
    }
  };
  const open = async (view: SavedView): Promise<void> => {
    try {
      const saved = readSaved(view.viewpoint);
      if (saved === undefined) return setProblem(message("viewpoint.unreadable"));
      const missing = await openView(currentHost(), saved, message("viewpoint.shown", { title: view.name }));
      setProblem(missing.length === 0 ? undefined : missing.join(" "));
    } catch (thrown) {
      setProblem(thrown instanceof Error ? thrown.message : String(thrown));
    }
  };
  return (
    <Sheet name={message("views.title")} className="export-sheet">
      <h2 className="sheet-title">{message("views.title")}</h2>
      <form
        className="toolrow views-new"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <input
          className="field"
          maxLength={120}
          aria-label={message("views.name")}
          placeholder={message("views.name")}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <button
          type="submit"
          className="button primary"
          disabled={name.trim() === "" || partNumber === undefined}
        >
          {message("views.save")}
        </button>
      </form>
      {problem === undefined ? undefined : (
        <p className="sheet-note mark" role="status">
          {problem}
        </p>
      )}
      {views.length === 0 ? <Empty>{message("views.none")}</Empty> : undefined}
      <ul className="shortcut-rows">
        {views.map((view) => (
          <Row key={view.id} view={view} open={() => void open(view)} />
        ))}
      </ul>
    </Sheet>
  );
}

function Row({ view, open }: { readonly view: SavedView; readonly open: () => void }): ReactNode {
  const [name, setName] = useState<string>();
  const rename = (): void => {
    if (name !== undefined && name.trim() !== "" && name.trim() !== view.name)
      renameView(view.id, name.trim());
    setName(undefined);
  };
  return (
    <li>
      {name === undefined ? (
        <button type="button" className="link ellipsis" onClick={open}>
          {view.name}
        </button>
      ) : (
        <input
          className="field"
          maxLength={120}
          aria-label={message("views.rename", { name: view.name })}
          value={name}
          ref={(field) => field?.focus()}
          onChange={(event) => setName(event.target.value)}
          onBlur={rename}
          onKeyDown={(event) => {
            if (event.key === "Enter") rename();
            else if (event.key === "Escape") {
              // Leaves the name, not the sheet.
              event.preventDefault();
              event.stopPropagation();
              setName(undefined);
            }
          }}
        />
      )}
      {view.revision === undefined ? undefined : <span className="mono muted">{view.revision}</span>}
      <button
        type="button"
        className="link"
        aria-label={message("views.rename", { name: view.name })}
        onClick={() => setName(view.name)}
      >
        {message("views.rename-short")}
      </button>
      <button
        type="button"
        className="link"
        aria-label={message("views.remove", { name: view.name })}
        onClick={() => removeView(view)}
      >
        {message("views.remove-short")}
      </button>
    </li>
  );
}
