/**
 * A 2D context that writes SVG 1.1 instead of pixels, for the calls that the timeline makes and no others: what is
 * exported and printed is what is on the screen, by the same code.
 */
import type { Context2D } from "./paint-context.ts";

export interface SvgContext {
  readonly context: Context2D;
  /** Everything drawn so far, as elements. */
  readonly elements: () => string;
}

interface State {
  fillStyle: string;
  strokeStyle: string;
  lineWidth: number;
  lineJoin: CanvasLineJoin;
  globalAlpha: number;
  font: string;
  dash: readonly number[];
  x: number;
  y: number;
  /** Groups opened since the state was saved. */
  groups: number;
}

const INITIAL: State = {
  fillStyle: "#000000",
  strokeStyle: "#000000",
  lineWidth: 1,
  lineJoin: "miter",
  globalAlpha: 1,
  font: "400 11px sans-serif",
  dash: [],
  x: 0,
  y: 0,
  groups: 0,
};

/** A hundredth of a pixel is more than any printer shows. */
const number = (value: number): string => String(Math.round(value * 100) / 100);

export function escapeXml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll(/\p{Cc}|\p{Cs}|[\ufffe\uffff]/gu, (found) => (/[\t\n\r]/.test(found) ? found : ""));
}

/** @param measure width of a text in a font, CSS pixels */
export function createSvgContext(measure: (text: string, font: string) => number): SvgContext {
  const out: string[] = [];
  const saved: State[] = [];
  let now: State = { ...INITIAL };
  let path = "";
  let clips = 0;
  const point = (x: number, y: number): string => `${number(x + now.x)} ${number(y + now.y)}`;
  const alpha = (): string => (now.globalAlpha === 1 ? "" : ` opacity="${number(now.globalAlpha)}"`);
  const filled = (): string => `fill="${now.fillStyle}"${alpha()}`;
  const stroked = (): string => {
    const dash = now.dash.length === 0 ? "" : ` stroke-dasharray="${now.dash.map(number).join(" ")}"`;
    const join = now.lineJoin === "miter" ? "" : ` stroke-linejoin="${now.lineJoin}"`;
    return `fill="none" stroke="${now.strokeStyle}" stroke-width="${number(now.lineWidth)}"${dash}${join}${alpha()}`;
  };
  const box = (x: number, y: number, width: number, height: number): string =>
    `<rect x="${number(x + now.x)}" y="${number(y + now.y)}" width="${number(width)}" height="${number(height)}"`;
  const context = {
    textAlign: "left",
    textBaseline: "middle",
    save: () => {
      saved.push(now);
      now = { ...now, groups: 0 };
    },
    restore: () => {
      out.push("</g>".repeat(now.groups));
      now = saved.pop() ?? { ...INITIAL };
    },
    translate: (x: number, y: number) => {
      now.x += x;
      now.y += y;
    },
    // Device pixels are no matter of a drawing.
    setTransform: () => undefined,
    beginPath: () => void (path = ""),
    closePath: () => void (path += "Z"),
    moveTo: (x: number, y: number) => void (path += `M${point(x, y)}`),
    // A path that begins with a line begins where that ends.
    lineTo: (x: number, y: number) => void (path += `${path === "" ? "M" : "L"}${point(x, y)}`),
    rect: (x: number, y: number, width: number, height: number) =>
      void (path += `M${point(x, y)}h${number(width)}v${number(height)}h${number(-width)}Z`),
    roundRect: (x: number, y: number, width: number, height: number, radius: number) => {
      const r = Math.max(0, Math.min(radius, width / 2, height / 2));
      const arc = (dx: number, dy: number): string =>
        `a${number(r)} ${number(r)} 0 0 1 ${number(dx)} ${number(dy)}`;
      const [across, down] = [width - 2 * r, height - 2 * r];
      path += `M${point(x + r, y)}h${number(across)}${arc(r, r)}v${number(down)}${arc(-r, r)}h${number(-across)}${arc(-r, -r)}v${number(-down)}${arc(r, -r)}Z`;
    },
    clip: () => {
      clips += 1;
      out.push(
        `<clipPath id="clip${clips}"><path d="${path}"/></clipPath><g clip-path="url(#clip${clips})">`,
      );
      now.groups += 1;
    },
    fill: () => void (path !== "" && out.push(`<path d="${path}" ${filled()}/>`)),
    stroke: () => void (path !== "" && out.push(`<path d="${path}" ${stroked()}/>`)),
    fillRect: (x: number, y: number, width: number, height: number) =>
      void out.push(`${box(x, y, Math.max(0, width), Math.max(0, height))} ${filled()}/>`),
    strokeRect: (x: number, y: number, width: number, height: number) =>
      void out.push(`${box(x, y, width, height)} ${stroked()}/>`),
    fillText: (text: string, x: number, y: number) => {
      const [weight = "400", size = "11px", ...family] = now.font.split(" ");
      // The middle of the letters, as canvas has it, is a third of their size over the base line.
      const base = y + now.y + Number.parseFloat(size) * 0.35;
      out.push(
        `<text x="${number(x + now.x)}" y="${number(base)}" font-family="${escapeXml(family.join(" "))}" font-size="${size}" font-weight="${weight}" ${filled()}>${escapeXml(text)}</text>`,
      );
    },
    measureText: (text: string) => ({ width: measure(text, now.font) }) as TextMetrics,
    setLineDash: (dash: number[]) => void (now.dash = dash),
  };
  for (const key of ["fillStyle", "strokeStyle", "lineWidth", "lineJoin", "globalAlpha", "font"] as const)
    Object.defineProperty(context, key, {
      get: () => now[key],
      set: (value: never) => {
        now[key] = value;
      },
    });
  return { context: context as unknown as Context2D, elements: () => out.join("\n") };
}
