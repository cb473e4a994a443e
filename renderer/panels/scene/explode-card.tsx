/** The slider that takes the assembly apart, under the toolbar while the tool is in hand. */
import { useEffect, useRef, type ReactNode } from "react";
import { message } from "../../messages/catalogue.ts";
import { holdEscape } from "../../state/escape.ts";
import { explosion, useExplosion } from "../../state/explosion.ts";
import { formatShare } from "../../state/format-number.ts";
import { explosionSteps } from "./explosion-steps.ts";

export function ExplodeCard(): ReactNode {
  const open = useExplosion((state) => state.open);
  return open ? <Slider /> : undefined;
}

function Slider(): ReactNode {
  const share = useExplosion((state) => state.share);
  const slider = useRef<HTMLInputElement>(null);
  useEffect(() => {
    slider.current?.focus();
    return holdEscape(close);
  }, []);
  return (
    <div className="scene-card scene-tool-card" role="group" aria-label={message("scene.explode")}>
      <label className="scene-slider">
        <span>{message("scene.explode")}</span>
        <input
          ref={slider}
          type="range"
          min={0}
          max={1}
          step={0.01}
          value={share}
          aria-valuetext={formatShare(share)}
          onChange={(event) => explosionSteps.preview(event.target.valueAsNumber)}
          onPointerUp={explosionSteps.commit}
          onKeyUp={explosionSteps.commit}
          onBlur={explosionSteps.commit}
          onKeyDown={(event) => {
            if (event.key === "Escape") close();
          }}
        />
        <span className="number">{formatShare(share)}</span>
      </label>
      <button
        type="button"
        className="scene-tool"
        disabled={share === 0}
        onClick={() => explosionSteps.change(0)}
      >
        {message("scene.assemble")}
      </button>
      <button type="button" className="scene-tool" aria-label={message("scene.close-tool")} onClick={close}>
        ×
      </button>
    </div>
  );
}

/** The focus goes back to the view: the next Escape, and the arrows, are its own again. */
function close(): void {
  explosion.setState({ open: false });
  document.querySelector<HTMLElement>(".scene-view")?.focus();
}
