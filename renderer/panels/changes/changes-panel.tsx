import "./changes.css";
import type { ReactNode } from "react";
import { useStore } from "zustand";
import { message } from "../../messages/catalogue.ts";
import { ActionFailure } from "../../components/action-failure.tsx";
import { Empty, Problem, Region, Skeleton } from "../../components/region.tsx";
import { useAction } from "../../components/use-action.ts";
import { useCache } from "../../state/cache.ts";
import { listenToPlants, usePlants } from "../../state/plants.ts";
import { ChangeForm } from "./change-form.tsx";
import { ChangeList } from "./change-list.tsx";
import { editor, newChange, opened, showList } from "./change-state.ts";
import { RequestView } from "./request-view.tsx";

/** Change requests: all of them, or the one that is written or looked at. */
export function ChangesPanel(): ReactNode {
  const changes = usePlants((state) => state.changes);
  const failure = usePlants((state) => state.changesFailure);
  const readOnly = useCache((state) => state.about?.readOnly) ?? false;
  const isWriting = useStore(editor.store, ({ draft }) => draft !== undefined);
  const changeId = useStore(opened, (state) => state.changeId);
  const action = useAction();
  const begin = (
    <button
      type="button"
      className={changes?.length === 0 && !isWriting ? "button primary" : "button"}
      disabled={readOnly || action.busy}
      onClick={() => action.run(newChange)}
    >
      {message("changes.new")}
    </button>
  );
  const body = (): ReactNode => {
    if (isWriting) return <ChangeForm readOnly={readOnly} />;
    if (failure !== undefined && changes === undefined)
      return <Problem what={message("changes.failed")} failure={failure} retry={listenToPlants} />;
    if (changes === undefined) return <Skeleton rows={5} />;
    const summary = changes.find((change) => change.changeId === changeId);
    if (summary !== undefined) return <RequestView summary={summary} readOnly={readOnly} />;
    if (changes.length === 0)
      return <Empty action={readOnly ? undefined : begin}>{message("changes.empty")}</Empty>;
    return <ChangeList changes={changes} />;
  };
  return (
    <Region name={message("panel.changes")}>
      {isWriting || changeId !== undefined ? (
        <div className="toolrow">
          <button type="button" className="button quiet" onClick={showList}>
            ‹ {message("changes.back")}
          </button>
          <span className="spring" />
          {begin}
        </div>
      ) : changes === undefined || changes.length === 0 ? undefined : (
        <div className="toolrow">{begin}</div>
      )}
      <div className="scroll">
        <ActionFailure what={message("changes.action-failed")} failure={action.failure} />
        {body()}
      </div>
    </Region>
  );
}
