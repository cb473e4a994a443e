/** Where the window stood when it was last closed. */
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import * as v from "valibot";

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface WindowState {
  readonly bounds: Rectangle | undefined;
  readonly maximized: boolean;
}

/** Device-independent pixels. */
const DEFAULT_SIZE = { width: 1600, height: 1000 };
const MINIMUM_SIZE = { width: 800, height: 560 };
/** Pixels of the title bar that must be on a screen, so that the window can be taken hold of. */
const REACHABLE = 100;

const coordinate = v.pipe(v.number(), v.safeInteger());
const stateSchema = v.object({
  bounds: v.object({ x: coordinate, y: coordinate, width: coordinate, height: coordinate }),
  maximized: v.boolean(),
});

/** A missing, damaged or foreign file is no state: the window opens as the first time. */
export function readWindowState(path: string): WindowState {
  try {
    const parsed = v.safeParse(stateSchema, JSON.parse(readFileSync(path, "utf8")));
    if (parsed.success) return parsed.output;
  } catch {
    // As above.
  }
  return { bounds: undefined, maximized: false };
}

export function writeWindowState(path: string, bounds: Rectangle, maximized: boolean): void {
  try {
    const aside = `${path}.part`;
    const { x, y, width, height } = bounds;
    writeFileSync(aside, JSON.stringify({ bounds: { x, y, width, height }, maximized }));
    renameSync(aside, path);
  } catch {
    // A place that is not remembered must not keep the app from closing.
  }
}

/** Bounds to open with: the saved ones where a screen still shows them, else centred at a size that fits. */
export function boundsToOpen(
  saved: Rectangle | undefined,
  workAreas: readonly Rectangle[],
): Partial<Rectangle> & { readonly width: number; readonly height: number } {
  if (saved !== undefined && workAreas.some((area) => isReachable(saved, area))) {
    return {
      ...saved,
      width: Math.max(saved.width, MINIMUM_SIZE.width),
      height: Math.max(saved.height, MINIMUM_SIZE.height),
    };
  }
  const [primary] = workAreas;
  return {
    width: Math.min(DEFAULT_SIZE.width, primary?.width ?? DEFAULT_SIZE.width),
    height: Math.min(DEFAULT_SIZE.height, primary?.height ?? DEFAULT_SIZE.height),
  };
}

function isReachable(window: Rectangle, area: Rectangle): boolean {
  const across =
    Math.min(window.x + window.width, area.x + area.width) - Math.max(window.x, area.x) >= REACHABLE;
  return across && window.y >= area.y && window.y <= area.y + area.height - REACHABLE;
}

export const MINIMUM_WINDOW_SIZE = { minWidth: MINIMUM_SIZE.width, minHeight: MINIMUM_SIZE.height };
