/** A 2D context that draws nothing and remembers the texts, with the box of each. */
import type { Context2D } from "../paint-context.ts";

export interface RecordedText {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly colour: string;
}

export interface RecordedContext {
  readonly context: Context2D;
  readonly texts: readonly RecordedText[];
  /** Boxes filled by fillRect, in order. */
  readonly boxes: readonly (readonly [number, number, number, number])[];
}

/** Every letter is as wide: six tenths of the font's size. */
export function recordedContext(): RecordedContext {
  const texts: RecordedText[] = [];
  const boxes: (readonly [number, number, number, number])[] = [];
  let font = "400 11px sans-serif";
  let fillStyle = "#000000";
  let shift = 0;
  const shifts: number[] = [];
  const size = (): number => Number(/(\d+)px/.exec(font)?.[1] ?? 11);
  const width = (text: string): number => text.length * size() * 0.6;
  const recorded = {
    set font(value: string) {
      font = value;
    },
    set fillStyle(value: string) {
      fillStyle = value;
    },
    measureText: (text: string) => ({ width: width(text) }),
    fillText: (text: string, x: number, y: number) => {
      const middle = y + shift;
      texts.push({
        text,
        left: x,
        right: x + width(text),
        top: middle - size() / 2,
        bottom: middle + size() / 2,
        colour: fillStyle,
      });
    },
    fillRect: (...box: [number, number, number, number]) => void boxes.push(box),
    save: () => void shifts.push(shift),
    restore: () => void (shift = shifts.pop() ?? 0),
    translate: (_x: number, y: number) => void (shift += y),
  };
  const nothing = (): void => undefined;
  const context = new Proxy(recorded, {
    get: (target, key) => (key in target ? target[key as keyof typeof target] : nothing),
    set: (target, key, value) => {
      if (key === "font" || key === "fillStyle") target[key] = value as string;
      return true;
    },
  });
  return { context: context as unknown as Context2D, texts, boxes };
}
