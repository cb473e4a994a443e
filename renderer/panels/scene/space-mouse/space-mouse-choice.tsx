/** The switch for a 3D mouse, the click that asks for it, and what became of it. */
import type { ReactNode } from "react";
import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import { message, type MessageKey } from "../../../messages/catalogue.ts";
import { changeSettings, useSettings } from "../../../state/settings.ts";
import type { SpaceMouseState } from "./space-mouse.ts";
import { spaceMouse } from "./use-space-mouse.ts";

const WITHOUT = createStore<SpaceMouseState>(() => ({ device: "none", name: undefined }));

export function SpaceMouseChoice(): ReactNode {
  const on = useSettings((values) => values.spaceMouse) === true;
  const { device, name } = useStore(spaceMouse?.state ?? WITHOUT);
  return (
    <fieldset className="space-mouse-choice">
      <legend>{message("space-mouse.title")}</legend>
      <label className="check-line">
        <input
          type="checkbox"
          checked={on && spaceMouse !== undefined}
          disabled={spaceMouse === undefined}
          onChange={(event) => changeSettings({ spaceMouse: event.target.checked })}
        />
        {message("space-mouse.use")}
      </label>
      {spaceMouse === undefined ? (
        <p className="mark">{message("space-mouse.missing")}</p>
      ) : on ? (
        <p className="form-line">
          <span role="status">
            {device === "open" ? message("space-mouse.open", { name: name ?? "" }) : message(TEXT[device])}
          </span>
          {device === "open" ? undefined : (
            <button type="button" className="button" onClick={() => void spaceMouse?.ask()}>
              {message("space-mouse.connect")}
            </button>
          )}
        </p>
      ) : undefined}
    </fieldset>
  );
}

const TEXT: Readonly<Record<"none" | "opening" | "refused", MessageKey>> = {
  none: "space-mouse.none",
  opening: "space-mouse.opening",
  refused: "space-mouse.refused",
};
