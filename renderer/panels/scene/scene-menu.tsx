/** What can be done with the part under the pointer, or with the selection: by the right button, or the menu key. */
import { useEffect, useState, type ReactNode } from "react";
import { useStore } from "zustand";
import { message } from "../../messages/catalogue.ts";
import type { Scene } from "../../scene/scene-types.ts";
import { PointMenu } from "../../components/point-menu.tsx";
import { commandRegistry, runCommand } from "../../state/commands.ts";
import { selection } from "../../state/selection.ts";
import { select } from "./use-scene.ts";
import { selectedNodes } from "./scene-selection.ts";
import type { ShownModel } from "./use-model.ts";

const COMMANDS = [
  "select.all-occurrences",
  "select.parent",
  "scene.isolate",
  "scene.hide",
  "scene.ghost",
  "scene.show-all",
  "scene.fit-selection",
  "compare.open",
  // Seldom: once for a product.
  "part.this-is",
  "part.not-linked",
];
/** CSS pixels that a hand shakes: more is a drag. */
const SHAKE = 4;

export function SceneMenu({
  scene,
  shown,
  canvas,
}: {
  readonly scene: Scene;
  readonly shown: ShownModel;
  readonly canvas: HTMLCanvasElement;
}): ReactNode {
  const [place, setPlace] = useState<{ readonly x: number; readonly y: number }>();
  const commands = useStore(commandRegistry, (state) => state.commands);
  useEffect(() => {
    const view = canvas.parentElement;
    if (view === null) return undefined;
    const ended = new AbortController();
    const { signal } = ended;
    let pressed: readonly [number, number] | undefined;
    const onDown = ({ button, clientX, clientY }: PointerEvent): void => {
      pressed = button === 2 ? [clientX, clientY] : undefined;
    };
    const onUp = ({ button, clientX, clientY }: PointerEvent): void => {
      const from = pressed;
      pressed = undefined;
      if (button !== 2 || from === undefined) return;
      if (Math.hypot(clientX - from[0], clientY - from[1]) > SHAKE) return;
      const box = canvas.getBoundingClientRect();
      const pick = scene.pick(clientX - box.left, clientY - box.top);
      if (pick === undefined) return;
      // What is pointed at is meant, unless it is among what is selected.
      if (!selectedNodes(selection.getState(), shown.index).includes(pick.node))
        select({
          nodes: [pick.node],
          partNumber: shown.index.numberOf(pick.node),
          face: undefined,
          faces: [],
        });
      setPlace({ x: clientX, y: clientY });
    };
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== "ContextMenu" && !(event.shiftKey && event.key === "F10")) return;
      if (selectedNodes(selection.getState(), shown.index).length === 0) return;
      const box = canvas.getBoundingClientRect();
      setPlace({ x: box.left + box.width / 2, y: box.top + box.height / 2 });
      event.preventDefault();
    };
    canvas.addEventListener("pointerdown", onDown, { signal });
    canvas.addEventListener("pointerup", onUp, { signal });
    view.addEventListener("keydown", onKey, { signal });
    return () => ended.abort();
  }, [scene, shown, canvas]);
  if (place === undefined) return undefined;
  const choices = COMMANDS.flatMap((id) => {
    const command = commands.get(id);
    if (command === undefined || command.enabled?.() === false) return [];
    return [{ id, text: message(command.titleKey), run: () => void runCommand(id) }];
  });
  return (
    <PointMenu
      name={message("part-link.menu", { part: selection.getState().partNumber ?? shown.summary.fileName })}
      x={place.x}
      y={place.y}
      choices={choices}
      close={() => {
        setPlace(undefined);
        canvas.parentElement?.focus();
      }}
    />
  );
}
