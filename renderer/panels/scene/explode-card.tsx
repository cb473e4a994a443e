/** The slider that takes the assembly apart, under the toolbar while the tool is in hand. */
import { useEffect, useRef, type ReactNode } from "react";
import type { CadModel } from "../../../shared/model/cad.ts";
import { message } from "../../messages/catalogue.ts";
import { holdEscape } from "../../state/escape.ts";
import { explosion, useExplosion } from "../../state/explosion.ts";
import { formatShare } from "../../state/format-number.ts";
import { useShownModel } from "../../state/shown-model.ts";
import { explosionSteps } from "./explosion-steps.ts";

export function ExplodeCard(): ReactNode {
  const open = useExplosion((state) => state.open);
  return open ? <Slider /> : undefined;
}

function Slider(): ReactNode {
  const share = useExplosion((state) => state.share);
  const isOneBody = useShownModel(({ model }) => model !== undefined && bodiesOf(model, 2) < 2);
  const slider = useRef<HTMLInputElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    (slider.current?.disabled === true ? button : slider).current?.focus();
    return holdEscape(close);
  }, []);
  return (
    <div
      className="scene-card scene-tool-card"
      role="group"
      aria-label={message("scene.explode")}
      onKeyDown={(event) => {
        if (event.key === "Escape") close();
      }}
    >
      <label className="scene-slider">
        <span>{message("scene.explode")}</span>
        <input
          ref={slider}
          type="range"
          min={0}
          max={1}
          step={0.01}
          value={share}
          disabled={isOneBody}
          aria-valuetext={formatShare(share)}
          onChange={(event) => explosionSteps.preview(event.target.valueAsNumber)}
          onPointerUp={explosionSteps.commit}
          onKeyUp={explosionSteps.commit}
          onBlur={explosionSteps.commit}
        />
        <span className={isOneBody ? "muted" : "number"}>
          {isOneBody ? message("scene.explode-one") : formatShare(share)}
        </span>
      </label>
      <button
        type="button"
        className="scene-tool"
        disabled={share === 0}
        onClick={() => explosionSteps.change(0)}
      >
        {message("scene.assemble")}
      </button>
      <button
        ref={button}
        type="button"
        className="scene-tool"
        aria-label={message("scene.close-tool")}
        onClick={close}
      >
        ×
      </button>
    </div>
  );
}

/** Occurrences with a body, counted up to a number. */
function bodiesOf({ nodes, parts }: CadModel, most: number): number {
  let found = 0;
  for (const { part } of nodes) {
    if (parts[part]?.mesh !== undefined) found += 1;
    if (found === most) break;
  }
  return found;
}

/** The focus goes back to the view: the next Escape, and the arrows, are its own again. */
function close(): void {
  explosion.setState({ open: false });
  document.querySelector<HTMLElement>(".scene-view")?.focus();
}
