/**
 * When the scene is drawn: with the next refresh of the screen after something has changed, coarse while the view moves
 * where whole frames take too long (detail.ts), and beside the canvas where the window would stand (deferred-frame.ts).
 */
import type { DeferredFrame } from "./deferred-frame.ts";
import { createDetail, REST, type Coarse } from "./detail.ts";

/** What is drawn, by the scene. */
export interface FrameSource {
  /**
   * Brings everything that moves to this moment, ms.
   * @returns whether it goes on moving, and whether the view is another than in the frame before
   */
  readonly step: (now: number) => { readonly moving: boolean; readonly moved: boolean };
  /** Into the canvas, at once. @param share of what is drawn coarse, 0…1 */
  readonly draw: (coarse: Coarse, share: number) => void;
  /** The same into the target that is set before each step. */
  readonly drawInSteps: (coarse: Coarse, share: number) => Iterator<void>;
  /** Some part has a coarse form. */
  readonly hasCoarse: () => boolean;
  /** Triangles of a coarse frame. */
  readonly coarseTriangles: () => number;
  /** It is on the canvas. */
  readonly shown: () => void;
  /** What is on the canvas, whenever that is another: "drawing" until a whole frame has come there. */
  readonly state: (state: FrameState) => void;
}

export type FrameState = "whole" | "coarse" | "drawing";

export interface FrameLoop {
  readonly invalidate: () => void;
  /** Now: a resized canvas is blank until it is drawn. */
  readonly drawNow: () => void;
  /**
   * The model is another, of so many triangles.
   * @param patient no hand waits for it: even its first frame, coarse as it is, is drawn beside the canvas
   */
  readonly begin: (triangles: number, patient: boolean) => void;
  /** The same picture once more, drawn beside the canvas where the processor draws: the first time takes longer than the next. */
  readonly warmUp: () => void;
  /** Its parts stand elsewhere: as with a camera that moves, more frames follow. */
  readonly remade: () => void;
  /** Something else is about to be drawn into the canvas. */
  readonly giveUp: () => void;
  /** The graphics card was taken away; and given back. */
  readonly lose: () => void;
  readonly restore: () => void;
  /** JavaScript of the last frame, ms, and how many there were on the canvas. */
  readonly statistics: () => { readonly frameMs: number; readonly frames: number };
  readonly dispose: () => void;
}

/** @param deferred is disposed with it @param byProcessor there is no graphics card */
export function createFrameLoop(
  deferred: DeferredFrame,
  source: FrameSource,
  byProcessor: boolean,
): FrameLoop {
  const detail = createDetail(byProcessor);
  let frame: number | undefined;
  let rest: ReturnType<typeof setTimeout> | undefined;
  let isRemade = false;
  let isPatient = false;
  let isLost = false;
  let disposed = false;
  /** Something has changed since the frame that is being drawn beside the canvas was begun. */
  let again = false;
  /** A frame was brought to the canvas, and the browser has not taken it from there yet. */
  let isOnItsWay = false;
  const last = { frameMs: 0, frames: 0 };
  let state: FrameState | undefined;
  const become = (next: FrameState): void => {
    if (state !== next) source.state(next);
    state = next;
  };

  const invalidate = (): void => {
    if (disposed) return;
    frame ??= requestAnimationFrame((now) => drawFrame(now));
  };
  const cancel = (): void => {
    if (frame !== undefined) cancelAnimationFrame(frame);
    frame = undefined;
  };
  const shown = (frameMs: number): void => {
    source.shown();
    last.frames++;
    last.frameMs = frameMs;
  };
  /**
   * What is asked of the graphics driver before the browser has taken the picture, it takes before it: the page would wait
   * for that after all.
   */
  const letThrough = (): void => {
    isOnItsWay = true;
    requestAnimationFrame(() =>
      setTimeout(() => {
        isOnItsWay = false;
        if (again) invalidate();
        again = false;
      }),
    );
  };
  const coarseOf = (now: number, moves: boolean, hurried: boolean): Coarse => {
    // What can be left out where nothing has a coarse form is known for the processor alone (`share`).
    if (!byProcessor && !source.hasCoarse()) return "nothing";
    const coarse = hurried ? detail.hurried(now) : detail.coarse(now, moves);
    clearTimeout(rest);
    // Once nothing has moved for a while the frame is drawn whole.
    if (coarse === "everything") rest = setTimeout(invalidate, REST);
    return coarse;
  };
  const drawFrame = (now: number, hurried = false): void => {
    frame = undefined;
    if (isLost) return;
    const started = performance.now();
    const { moving, moved } = source.step(now);
    const coarse = coarseOf(now, moved || isRemade, hurried);
    const share = coarse === "everything" ? detail.share(source.coarseTriangles()) : 1;
    // Whoever turns the view sees it follow; everything else may come a moment later, and the window goes on.
    const isStill = !moved && !isRemade && detail.isSlow();
    // While a file is read its readers take the cores: then even a small picture takes long.
    const isBeside = byProcessor && (isPatient || isStill) && !moving && !hurried;
    isRemade = false;
    isPatient = false;
    if (moving) invalidate();
    const shownAs = coarse === "everything" ? "coarse" : "whole";
    if (!isBeside) {
      deferred.giveUp();
      again = false;
      source.draw(coarse, share);
      become(shownAs);
      shown(performance.now() - started);
    } else if (deferred.isDrawing() || isOnItsWay) again = true;
    else {
      let spent = performance.now() - started;
      become("drawing");
      deferred.begin(
        timedSteps(source.drawInSteps(coarse, share), (ms) => {
          spent += ms;
        }),
        () => {
          become(shownAs);
          shown(spent);
          letThrough();
        },
      );
    }
  };
  return {
    invalidate,
    drawNow: () => {
      cancel();
      drawFrame(performance.now(), true);
    },
    begin: (triangles, patient) => {
      detail.begin(triangles);
      if (patient || detail.isSlow()) deferred.giveUp();
      else deferred.free();
      isRemade = true;
      isPatient = patient;
      // What is on the canvas is the one before.
      become("drawing");
    },
    warmUp: () => {
      isPatient = true;
      invalidate();
    },
    remade: () => {
      isRemade = true;
    },
    giveUp: () => {
      again ||= deferred.isDrawing();
      deferred.giveUp();
    },
    lose: () => {
      isLost = true;
      deferred.giveUp();
    },
    // three.js forgets what it had uploaded and sends it again with the next frame.
    restore: () => {
      isLost = false;
      invalidate();
    },
    statistics: () => last,
    dispose: () => {
      disposed = true;
      cancel();
      clearTimeout(rest);
      deferred.dispose();
    },
  };
}

/** @param spent takes what each step has taken, ms */
function* timedSteps(steps: Iterator<void>, spent: (ms: number) => void): Generator<void> {
  for (;;) {
    const started = performance.now();
    const { done } = steps.next();
    spent(performance.now() - started);
    if (done === true) return;
    yield;
  }
}
