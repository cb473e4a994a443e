/**
 * The small cube that shows how the model is turned; each face is a button to its standard view, its edges and corners
 * lead to the views between.
 */
import { VIEW_ANGLES, type StandardView } from "./camera-fit.ts";
import { basisOf, type Angles, type Vector } from "./orbit.ts";
import type { SceneTheme } from "../scene-types.ts";

/** CSS pixels. */
export const SIZE = 42;

/** Of a face that belong to an edge, from each of its sides. */
const EDGE = 10;

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
  /** From which the model is to be seen. */
  onDirection: (direction: Vector) => void,
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
  let accent = "";
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
    button.addEventListener("click", (event) => {
      const place = placeOnFace(event);
      if (place.across === 0 && place.down === 0) onView(view);
      else onDirection(directionOf(view, place));
    });
    button.addEventListener("pointermove", (event) => mark(button, placeOnFace(event), accent));
    button.addEventListener("pointerleave", () => mark(button, undefined, accent));
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
      accent = theme.accent;
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

/** Which edge of a face, or which corner: −1, 0 or 1 each way. */
interface PlaceOnFace {
  readonly across: number;
  readonly down: number;
}

function placeOnFace({ offsetX, offsetY }: MouseEvent): PlaceOnFace {
  const side = (at: number): number => (at < EDGE ? -1 : at >= SIZE - EDGE ? 1 : 0);
  return { across: side(offsetX), down: side(offsetY) };
}

function directionOf(view: StandardView, { across, down }: PlaceOnFace): Vector {
  const { right, up, back } = basisOf(VIEW_ANGLES[view]);
  const along = (axis: 0 | 1 | 2): number => Math.round(back[axis] + across * right[axis] - down * up[axis]);
  return [along(0), along(1), along(2)];
}

/** Shows what a click here would be of: the face, an edge of it or a corner. */
function mark(button: HTMLElement, place: PlaceOnFace | undefined, accent: string): void {
  const colour = `color-mix(in srgb, ${accent} 45%, transparent)`;
  const span = (at: number): readonly [from: number, length: number] =>
    at === 0 ? [EDGE, SIZE - 2 * EDGE] : [at < 0 ? 0 : SIZE - EDGE, EDGE];
  const [x, width] = span(place?.across ?? 0);
  const [y, height] = span(place?.down ?? 0);
  Object.assign(button.style, {
    backgroundImage: place === undefined ? "none" : `linear-gradient(${colour}, ${colour})`,
    backgroundRepeat: "no-repeat",
    backgroundPosition: `${x}px ${y}px`,
    backgroundSize: `${width}px ${height}px`,
  });
}
