/** What the file of the model marks hidden: said in one line, listed on demand, shown with a click. */
import type { ReactNode } from "react";
import { Button, Dialog, DialogTrigger, Popover } from "react-aria-components";
import { hasHiddenBodies } from "../../../shared/geometry/hidden-bodies.ts";
import { message } from "../../messages/catalogue.ts";
import { runCommand } from "../../state/commands.ts";
import { useVisibility } from "../../state/visibility.ts";
import type { ShownModel } from "./use-model.ts";

export function HiddenNotice({ shown }: { readonly shown: ShownModel }): ReactNode {
  const isShown = useVisibility((state) => state.hiddenBodies);
  const { model, summary } = shown;
  const parts = model.parts.filter(({ hidden }) => hidden !== undefined);
  const remarks = model.remarks ?? [];
  const places = model.nodes.reduce((sum, node) => sum + (node.hidden === true ? 1 : 0), 0);
  if (parts.length === 0 && remarks.length === 0 && places === 0) return undefined;
  const count = parts.reduce((sum, { hidden }) => sum + (hidden?.count ?? 0), 0);
  const drawn = isShown && hasHiddenBodies(model);
  const words = [
    count === 0 ? [] : [message(drawn ? "scene.hidden-shown" : "scene.hidden", { count })],
    places === 0 ? [] : [message("scene.hidden-places", { count: places })],
  ].flat();
  const text = words.length === 0 ? message("scene.hidden-remarks") : words.join(" · ");
  return (
    <DialogTrigger>
      <Button className="scene-card scene-hidden">
        <span className="muted">{text}</span>
      </Button>
      <Popover className="popover" placement="top end" offset={6}>
        <Dialog className="scene-problem-list" aria-label={text}>
          <h3>{message("scene.hidden-of", { file: summary.fileName })}</h3>
          <ul>
            {parts.map(({ number, hidden }, index) => (
              <li key={index}>{message("scene.hidden-part", { part: number, count: hidden?.count ?? 0 })}</li>
            ))}
            {places === 0 ? undefined : <li>{message("scene.hidden-begin", { count: places })}</li>}
            {remarks.map((remark, index) => (
              <li key={index}>{remark}</li>
            ))}
          </ul>
          {hasHiddenBodies(model) ? (
            <button type="button" className="button" onClick={() => runCommand("scene.hidden-bodies")}>
              {message(drawn ? "scene.hidden-hide" : "scene.hidden-show")}
            </button>
          ) : undefined}
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
