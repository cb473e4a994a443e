/** What a key does while the 3D view has the focus; the commands have shortcuts of their own. Pure. */
export type SceneKey =
  | {
      readonly type: "turn";
      /** Steps to the right and upwards. */ readonly right: number;
      readonly up: number;
    }
  | { readonly type: "pan"; readonly right: number; readonly up: number }
  | { readonly type: "zoom"; readonly factor: number }
  | { readonly type: "hide-hovered" }
  | { readonly type: "escape" };

export interface PressedKey {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
}

const ARROWS: Readonly<Record<string, readonly [right: number, up: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

/**
 * Arrows turn, with Shift they move; plus and minus zoom. Ctrl, Alt and Meta belong to the window.
 * @param hovering the pointer is on a part: only then Tab hides it, else it moves the focus as everywhere
 */
export function sceneKey(
  { key, ctrlKey, altKey, metaKey, shiftKey }: PressedKey,
  hovering = false,
): SceneKey | undefined {
  if (ctrlKey || altKey || metaKey) return undefined;
  const arrow = ARROWS[key];
  if (arrow !== undefined) return { type: shiftKey ? "pan" : "turn", right: arrow[0], up: arrow[1] };
  if (key === "+" || key === "=") return { type: "zoom", factor: 1 / 1.25 };
  if (key === "-" || key === "_") return { type: "zoom", factor: 1.25 };
  if (key === "Tab" && !shiftKey && hovering) return { type: "hide-hovered" };
  return key === "Escape" ? { type: "escape" } : undefined;
}
