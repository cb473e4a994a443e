/** What the file of the model marks hidden: listed, and shown with a click. */
import type { ReactNode } from "react";
import { hasHiddenBodies } from "../../../shared/geometry/hidden-bodies.ts";
import { message } from "../../messages/catalogue.ts";
import { runCommand } from "../../state/commands.ts";
import { useVisibility } from "../../state/visibility.ts";
import { ModelNotice } from "./model-notice.tsx";
import type { ShownModel } from "./use-model.ts";

export function HiddenNotice({ shown }: { readonly shown: ShownModel }): ReactNode {
  const isShown = useVisibility((state) => state.hiddenBodies);
  const { model, summary } = shown;
  const parts = model.parts.filter(({ hidden }) => hidden !== undefined);
  const remarks = model.remarks ?? [];
  const faced = model.nodes.filter(({ hiddenFaces }) => hiddenFaces !== undefined);
  const partly = faced.length;
  const byPart = Map.groupBy(faced, ({ part }) => model.parts[part]?.number ?? "");
  const places = model.nodes.reduce((sum, node) => sum + (node.hidden === true ? 1 : 0), 0);
  if (parts.length === 0 && remarks.length === 0 && places + partly === 0) return undefined;
  const count = parts.reduce((sum, { hidden }) => sum + (hidden?.count ?? 0), 0);
  const drawn = isShown && hasHiddenBodies(model);
  const words = [
    count === 0 ? [] : [message(drawn ? "scene.hidden-shown" : "scene.hidden", { count })],
    partly === 0
      ? []
      : [message(drawn ? "scene.hidden-faces-shown" : "scene.hidden-faces", { count: partly })],
    places === 0 ? [] : [message("scene.hidden-places", { count: places })],
  ].flat();
  return (
    <ModelNotice
      className="scene-hidden"
      text={words.length === 0 ? message("scene.hidden-remarks") : words.join(" · ")}
      title={message("scene.hidden-of", { file: summary.fileName })}
      items={[
        ...parts.map(({ number, hidden }) =>
          message("scene.hidden-part", { part: number, count: hidden?.count ?? 0 }),
        ),
        ...[...byPart].map(([part, nodes]) =>
          message("scene.hidden-faces-part", { part, count: nodes.length }),
        ),
        ...(places === 0 ? [] : [message("scene.hidden-begin", { count: places })]),
        ...remarks,
      ]}
      look="muted"
    >
      {hasHiddenBodies(model) ? (
        <button type="button" className="button" onClick={() => runCommand("scene.hidden-bodies")}>
          {message(drawn ? "scene.hidden-hide" : "scene.hidden-show")}
        </button>
      ) : undefined}
    </ModelNotice>
  );
}
