/** The small cube that shows how the model is turned; each face is a button to its standard view. */
import type { StandardView } from "./camera-fit.ts";
import { basisOf, type Angles } from "./orbit.ts";
import type { SceneTheme } from "./scene-types.ts";

/** CSS pixels. */
const SIZE = 42;

/** How each face is turned out of the front one; y is down in CSS. */
const FACES: readonly { readonly view: StandardView; readonly transform: string }[] = [
  { view: "front", transform: "rotateX(0deg)" },
  { view: "back", transform: "rotateY(180deg)" },
  { view: "right", transform: "rotateY(90deg)" },
  { view: "left", transform: "rotateY(-90deg)" },
  { view: "top", transform: "rotateX(90deg)" },
  { view: "bottom", transform: "rotateX(-90deg)" },
];

export interface ViewCube {
  readonly turn: (pose: Angles) => void;
  readonly setTheme: (theme: SceneTheme) => void;
  readonly dispose: () => void;
}

export function createViewCube(
  overlay: HTMLElement,
  names: Readonly<Record<StandardView, string>>,
  onView: (view: StandardView) => void,
): ViewCube {
  const { ownerDocument } = overlay;
  const frame = ownerDocument.createElement("div");
  frame.className = "view-cube";
  Object.assign(frame.style, {
    position: "absolute",
    top: "var(--view-cube-top, 24px)",
    right: "26px",
    width: `${SIZE}px`,
    height: `${SIZE}px`,
    perspective: `${SIZE * 8}px`,
    pointerEvents: "none",
  });
  const cube = ownerDocument.createElement("div");
  Object.assign(cube.style, { position: "absolute", inset: "0", transformStyle: "preserve-3d" });
  frame.append(cube);
  const buttons = FACES.map(({ view, transform }) => {
    const button = ownerDocument.createElement("button");
    button.type = "button";
    button.textContent = names[view];
    button.dataset["view"] = view;
    // Not a stop of the keyboard: the same views are commands with shortcuts.
    button.tabIndex = -1;
    Object.assign(button.style, {
      position: "absolute",
      inset: "0",
      padding: "0",
      margin: "0",
      borderRadius: "1px",
      boxSizing: "border-box",
      letterSpacing: "0.04em",
      textTransform: "uppercase",
      cursor: "pointer",
      pointerEvents: "auto",
      backfaceVisibility: "hidden",
      transform: `${transform} translateZ(${SIZE / 2}px)`,
    });
    button.addEventListener("click", () => onView(view));
    cube.append(button);
    return button;
  });
  overlay.append(frame);
  return {
    turn: (pose) => {
      const { right, up, back } = basisOf(pose);
      // Columns: the cube's x (to the right), y (CSS down, the model's -Z) and z (to the front, the model's -Y) in the view.
      const column = (axis: 0 | 1 | 2, sign: number): string =>
        [right[axis] * sign, -up[axis] * sign, back[axis] * sign, 0].map((value) => value.toFixed(5)).join();
      cube.style.transform = `matrix3d(${column(0, 1)},${column(2, -1)},${column(1, -1)},0,0,0,1)`;
    },
    setTheme: (theme) => {
      for (const button of buttons) {
        Object.assign(button.style, {
          background: theme.raised,
          border: `1px solid ${theme.muted}`,
          color: theme.muted,
          font: `600 8px ${theme.fontFamily}`,
        });
      }
    },
    dispose: () => frame.remove(),
  };
}
