/** What the timeline draws with: the context of the page's canvas, of a worker's, or of a drawing (svg-context.ts). */
export type Context2D = Pick<
  CanvasRenderingContext2D,
  | "fillStyle"
  | "strokeStyle"
  | "lineWidth"
  | "lineJoin"
  | "globalAlpha"
  | "font"
  | "textAlign"
  | "textBaseline"
  | "save"
  | "restore"
  | "translate"
  | "setTransform"
  | "beginPath"
  | "closePath"
  | "moveTo"
  | "lineTo"
  | "rect"
  | "roundRect"
  | "clip"
  | "fill"
  | "stroke"
  | "fillRect"
  | "strokeRect"
  | "fillText"
  | "measureText"
  | "setLineDash"
>;

export const LABEL_SIZE = 11;

export function labelFont(family: string, size = LABEL_SIZE, weight = 400): string {
  return `${weight} ${size}px ${family}`;
}

/** Widths of labels in one font, remembered: measuring is the dearest part of a frame. */
export function createMeasure(context: Context2D): (text: string, font: string) => number {
  const known = new Map<string, number>();
  return (text, font) => {
    const key = `${font}\n${text}`;
    let width = known.get(key);
    if (width === undefined) {
      context.font = font;
      width = context.measureText(text).width;
      if (known.size >= 20_000) known.clear();
      known.set(key, width);
    }
    return width;
  };
}

/** Diagonal hatching of a box. */
export function hatch(
  context: Context2D,
  left: number,
  top: number,
  width: number,
  height: number,
  colour: string,
): void {
  context.save();
  context.beginPath();
  context.rect(left, top, width, height);
  context.clip();
  context.beginPath();
  // Anchored to the page, not to the box: boxes side by side hatch as one.
  const first = Math.floor((left - height) / 5) * 5;
  for (let x = first; x < left + width; x += 5) {
    context.moveTo(x, top + height);
    context.lineTo(x + height, top);
  }
  context.strokeStyle = colour;
  context.lineWidth = 1;
  context.stroke();
  context.restore();
}
