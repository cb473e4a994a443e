/** Over the view while there is no model in it: why, and what to do. */
import type { ReactNode } from "react";
import { message } from "../../messages/catalogue.ts";
import { Empty, Problem } from "../../components/region.tsx";
import { useCache } from "../../state/cache.ts";
import { runCommand } from "../../state/commands.ts";
import { formatShare } from "../../state/format-number.ts";
import { useImport } from "../import/import-state.ts";
import type { ModelState } from "./use-model.ts";

export interface SceneStateProps {
  readonly state: ModelState;
  readonly unavailable: string | undefined;
}

export function SceneState({ state, unavailable }: SceneStateProps): ReactNode {
  if (unavailable !== undefined) {
    return (
      <div className="scene-state" role="alert">
        <div className="notice">
          <strong>{message("scene.unavailable")}</strong>
          <p>{unavailable}</p>
          <p className="muted">{message("scene.unavailable-help")}</p>
        </div>
      </div>
    );
  }
  switch (state.state) {
    case "ready":
      return undefined;
    case "loading":
      return <Loading fileName={state.fileName} share={state.share} />;
    case "error":
      return (
        <div className="scene-state">
          <Problem what={message("scene.failed")} failure={state.failure} retry={state.retry} />
        </div>
      );
    case "empty":
      return (
        <div className="scene-state">
          <EmptyScene partNumber={state.partNumber} />
        </div>
      );
  }
}

function Loading({
  fileName,
  share,
}: {
  readonly fileName: string | undefined;
  readonly share: number;
}): ReactNode {
  const text =
    fileName === undefined ? message("state.loading") : message("scene.loading", { file: fileName });
  return (
    <div className="scene-state scene-loading">
      <p>
        {text} <span className="muted">{formatShare(share)}</span>
      </p>
      <progress className="scene-progress" aria-label={text} max={1} value={share} />
    </div>
  );
}

function EmptyScene({ partNumber }: { readonly partNumber: string | undefined }): ReactNode {
  const parts = useCache((state) => state.tree?.length);
  const failure = useCache((state) => state.treeFailure);
  const demo = useCache((state) => state.about?.demo);
  const isImporting = useImport().stage === "running";
  if (parts === undefined) {
    return failure === undefined ? undefined : <Problem what={message("product.failed")} failure={failure} />;
  }
  if (parts === 0 && demo === "loading") return <Empty>{message("state.demo-loading")}</Empty>;
  const open = (
    <button type="button" className="button primary" onClick={() => runCommand("file.open-folder")}>
      {message("action.open-folder")}
    </button>
  );
  if (parts === 0) return <Empty action={open}>{message("scene.empty")}</Empty>;
  if (partNumber === undefined) return <Empty>{message("scene.nothing")}</Empty>;
  // Its tree is there first: the model may be on its way.
  if (isImporting) return <Empty>{message("scene.reading", { part: partNumber })}</Empty>;
  return (
    <Empty
      action={
        <button type="button" className="button" onClick={() => runCommand("file.open-files")}>
          {message("action.open-files")}
        </button>
      }
    >
      {message("scene.no-model", { part: partNumber })}
    </Empty>
  );
}
