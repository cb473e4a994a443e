/** What a key does while the timeline has the focus. */
export type KeyAction =
  | { readonly type: "pan"; /** Share of the window. */ readonly share: number }
  | { readonly type: "zoom"; readonly factor: number }
  | { readonly type: "extent" | "end" | "fit" | "brush" | "clear" | "select" | "note" }
  | { readonly type: "step" | "step-note"; readonly direction: -1 | 1 };

export interface PressedKey {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
}

export function keyAction({ key, ctrlKey, altKey, metaKey, shiftKey }: PressedKey): KeyAction | undefined {
  // Those belong to the window (history, zoom of the page).
  if (ctrlKey || altKey || metaKey) return undefined;
  switch (key) {
    case "ArrowLeft":
      return { type: "pan", share: shiftKey ? -0.5 : -0.1 };
    case "ArrowRight":
      return { type: "pan", share: shiftKey ? 0.5 : 0.1 };
    case "+":
    case "=":
      return { type: "zoom", factor: 1 / 1.5 };
    case "-":
    case "_":
      return { type: "zoom", factor: 1.5 };
    case "Home":
      return { type: "extent" };
    case "End":
      return { type: "end" };
    case "f":
    case "F":
      return { type: "fit" };
    case "[":
      return { type: "step", direction: -1 };
    case "]":
      return { type: "step", direction: 1 };
    case "{":
      return { type: "step-note", direction: -1 };
    case "}":
      return { type: "step-note", direction: 1 };
    case "n":
    case "N":
      return { type: "note" };
    case "Enter":
      return { type: "select" };
    case "b":
    case "B":
      return { type: "brush" };
    case "Escape":
      return { type: "clear" };
    default:
      return undefined;
  }
}

/** Pixels per notch of a wheel that counts lines or pages. */
const LINE = 16;
const PAGE = 400;
/** Zoom per pixel of wheel: a notch of 100 pixels zooms by a sixth. */
const ZOOM_PER_PIXEL = 0.0018;

export interface WheelTurn {
  readonly deltaX: number;
  readonly deltaY: number;
  readonly deltaMode: number;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
}

/** Wheel zooms, shift or a horizontal wheel pans; a pinch arrives as a wheel with Ctrl, in small steps. */
export function wheelAction(turn: WheelTurn): { readonly pan: number } | { readonly zoom: number } {
  const unit = turn.deltaMode === 1 ? LINE : turn.deltaMode === 2 ? PAGE : 1;
  const x = turn.deltaX * unit;
  const y = turn.deltaY * unit;
  if (turn.ctrlKey) return { zoom: Math.exp(y * 0.01) };
  if (turn.shiftKey) return { pan: x === 0 ? y : x };
  if (Math.abs(x) > Math.abs(y)) return { pan: x };
  return { zoom: Math.exp(Math.max(-600, Math.min(600, y)) * ZOOM_PER_PIXEL) };
}
