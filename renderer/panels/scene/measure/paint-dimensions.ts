/** The dimensions of the view in a picture of it: the same lines and labels, drawn on a canvas. */
import type { SceneTools } from "../../../scene/scene-tools.ts";
import type { Scene, SceneTheme } from "../../../scene/scene-types.ts";
import { isBeside, pathOf, placeDimension } from "./dimension-lines.ts";
import type { Drawn } from "./measure-overlay.tsx";
import { deflectionOf } from "./measurer.ts";
import { labelText } from "./quantity-text.ts";
import { message } from "../../../messages/catalogue.ts";

/** CSS pixels, as measure.css has them. */
const LABEL = { font: 11, height: 18, aside: 7 } as const;

/** @param context scaled so that its units are CSS pixels of the view */
export function paintDimensions(
  context: CanvasRenderingContext2D,
  tools: Pick<SceneTools, "segment" | "place">,
  drawn: readonly Drawn[],
  scene: Pick<Scene, "displacement" | "assembledBox">,
  { text, raised, line, fontFamily }: SceneTheme,
): void {
  context.font = `${LABEL.font}px ${fontFamily}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  const deflection = deflectionOf(scene.assembledBox());
  for (const { quantity, nodes } of drawn) {
    const { lines, anchor, apart } = placeDimension(quantity, nodes.map(scene.displacement));
    const path = canvasPath(pathOf(tools, lines));
    // A ground of its own: it stands out from light and dark parts alike.
    context.strokeStyle = raised;
    context.lineWidth = 3.5;
    context.stroke(path);
    context.strokeStyle = text;
    context.fillStyle = text;
    context.lineWidth = 1.25;
    context.setLineDash(apart ? [4, 3] : []);
    context.stroke(path);
    context.setLineDash([]);
    context.fill(path);
    const place = tools.place(anchor);
    if (place === undefined) continue;
    const label = labelText(quantity, deflection);
    const words = apart ? `${label} ${message("measure.assembled")}` : label;
    const width = context.measureText(words).width + LABEL.aside * 2;
    const [x, y] = isBeside(quantity)
      ? [place[0] + 12 + width / 2, place[1] - LABEL.height * 0.8]
      : [place[0], place[1]];
    context.beginPath();
    context.roundRect(x - width / 2, y - LABEL.height / 2, width, LABEL.height, 4);
    context.fillStyle = raised;
    context.fill();
    context.strokeStyle = line;
    context.lineWidth = 1;
    context.stroke();
    context.fillStyle = text;
    context.fillText(words, x, y + 0.5);
  }
}

/** An SVG path is what a canvas draws too. */
function canvasPath(svg: string): Path2D {
  return new Path2D(svg);
}
