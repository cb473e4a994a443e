/** A canvas that draws frames: in a worker where that is possible, else on the page. Draws on demand only. */
import type { FromPainter, LabelFont, ToPainter } from "./painter-messages.ts";
import { createPaint } from "./paint.ts";
import { NO_DATA, type TimelineData, type TimelineView } from "./view.ts";

export interface Painter {
  setData(data: TimelineData): void;
  /** Draws the view soon; of several before the next frame only the last. */
  draw(view: TimelineView): void;
  dispose(): void;
  readonly offPage: boolean;
}

export interface PainterOptions {
  /** The canvas is made in it: control of one can be handed to a worker only once. */
  readonly container: HTMLElement;
  readonly fonts: readonly LabelFont[];
  /** Called after a view was drawn with all data set before. */
  readonly onDrawn: (view: TimelineView) => void;
  /** Draw on the page even where a worker would do. */
  readonly onPage?: boolean;
}

export function createPainter(options: PainterOptions): Painter {
  const canDrawOff =
    options.onPage !== true &&
    typeof Worker === "function" &&
    "transferControlToOffscreen" in HTMLCanvasElement.prototype;
  return canDrawOff ? createWorkerPainter(options) : createPagePainter(options);
}

function addCanvas(container: HTMLElement): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  // What it shows is told by the list of events beside it.
  canvas.setAttribute("aria-hidden", "true");
  container.append(canvas);
  return canvas;
}

function createWorkerPainter(options: PainterOptions): Painter {
  const canvas = addCanvas(options.container);
  const worker = new Worker(new URL("./timeline.worker.ts", import.meta.url), { type: "module" });
  const post = (message: ToPainter, transfer: Transferable[] = []): void =>
    worker.postMessage(message, transfer);
  const offscreen = canvas.transferControlToOffscreen();
  post({ type: "canvas", canvas: offscreen, fonts: options.fonts }, [offscreen]);

  let fallback: Painter | undefined;
  let data: TimelineData | undefined;
  let last: TimelineView | undefined;
  let waiting: TimelineView | undefined;
  let drawing: { readonly sequence: number; readonly view: TimelineView } | undefined;
  let sequence = 0;

  const send = (view: TimelineView): void => {
    sequence += 1;
    drawing = { sequence, view };
    post({ type: "draw", view, sequence });
  };
  const draw = (view: TimelineView): void => {
    if (fallback !== undefined) return fallback.draw(view);
    last = view;
    // One frame under way at a time: a slow drawing must not queue up stale ones.
    if (drawing === undefined) send(view);
    else waiting = view;
    return undefined;
  };
  const giveUp = (): void => {
    if (fallback !== undefined) return;
    worker.terminate();
    canvas.remove();
    fallback = createPagePainter(options);
    if (data !== undefined) fallback.setData(data);
    if (last !== undefined) fallback.draw(last);
  };
  worker.addEventListener("error", giveUp);
  worker.addEventListener("message", ({ data: message }: MessageEvent<FromPainter>) => {
    if (message.type === "failed") return giveUp();
    if (message.type === "fonts") return last === undefined ? undefined : draw(last);
    if (message.sequence !== drawing?.sequence) return undefined;
    const { view } = drawing;
    drawing = undefined;
    options.onDrawn(view);
    const next = waiting;
    waiting = undefined;
    if (next !== undefined) send(next);
    return undefined;
  });
  return {
    offPage: true,
    setData: (next) => {
      if (next === data) return;
      data = next;
      if (fallback === undefined) post({ type: "data", data: next });
      else fallback.setData(next);
    },
    draw,
    dispose: () => {
      worker.terminate();
      fallback?.dispose();
      canvas.remove();
    },
  };
}

function createPagePainter({ container, onDrawn }: PainterOptions): Painter {
  const canvas = addCanvas(container);
  const context = canvas.getContext("2d", { alpha: false });
  let paint = context === null ? undefined : createPaint(context);
  let data = NO_DATA;
  let view: TimelineView | undefined;
  let frame = 0;
  const drawNow = (): void => {
    frame = 0;
    if (view === undefined || paint === undefined) return;
    const width = Math.max(1, Math.round(view.width * view.ratio));
    const height = Math.max(1, Math.round(view.height * view.ratio));
    if (canvas.width !== width) canvas.width = width;
    if (canvas.height !== height) canvas.height = height;
    paint(data, view);
    onDrawn(view);
  };
  const draw = (next: TimelineView): void => {
    view = next;
    if (frame === 0) frame = requestAnimationFrame(drawNow);
  };
  const fontsCame = (): void => {
    if (context !== null) paint = createPaint(context);
    if (view !== undefined) draw(view);
  };
  document.fonts.addEventListener("loadingdone", fontsCame);
  return {
    offPage: false,
    setData: (next) => void (data = next),
    draw,
    dispose: () => {
      document.fonts.removeEventListener("loadingdone", fontsCame);
      cancelAnimationFrame(frame);
      canvas.remove();
    },
  };
}
