/** Draws the timeline off the page's thread. Holds the data; each draw message brings only the view. */
import { createPaint, type PaintFrame } from "./paint.ts";
import type { FromPainter, LabelFont, ToPainter } from "./painter-messages.ts";
import { NO_DATA, type TimelineData, type TimelineView } from "./view.ts";

declare const self: DedicatedWorkerGlobalScope;

let canvas: OffscreenCanvas | undefined;
let paint: PaintFrame | undefined;
let data: TimelineData = NO_DATA;
/**
 * Until the fonts have come the labels are written in the system's. Naming a font before it is there
 * would keep it from ever being used: Chromium remembers per worker what a font string resolved to.
 */
let fontsPending = true;
const SYSTEM_FONT = "system-ui, sans-serif";

const answer = (message: FromPainter): void => self.postMessage(message, []);

self.addEventListener("message", ({ data: message }: MessageEvent<ToPainter>) => {
  if (message.type === "canvas") {
    canvas = message.canvas;
    const context = canvas.getContext("2d", { alpha: false });
    if (context === null) return answer({ type: "failed", reason: "no 2D context in the worker" });
    paint = createPaint(context);
    void loadFonts(message.fonts).then(() => {
      fontsPending = false;
      answer({ type: "fonts" });
    });
    return undefined;
  }
  if (message.type === "data") {
    data = message.data;
    return undefined;
  }
  const { view, sequence } = message;
  if (canvas === undefined || paint === undefined) return undefined;
  const width = Math.max(1, Math.round(view.width * view.ratio));
  const height = Math.max(1, Math.round(view.height * view.ratio));
  // Setting a size clears the canvas: only where it changes.
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  paint(data, fontsPending ? withFont(view, SYSTEM_FONT) : view);
  answer({ type: "drawn", sequence });
  return undefined;
});

function withFont(view: TimelineView, fontFamily: string): TimelineView {
  return { ...view, colours: { ...view.colours, fontFamily } };
}

async function loadFonts(fonts: readonly LabelFont[]): Promise<void> {
  for (const { family, url, weight } of fonts) {
    try {
      const font = await new FontFace(family, `url(${JSON.stringify(url)})`, { weight }).load();
      (self as unknown as { fonts: FontFaceSet }).fonts.add(font);
    } catch {
      // The fallback font of the stack serves.
    }
  }
}
