/** A face that a STEP file colours in one occurrence alone: drawn there, and nowhere else. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { REVISIONS } from "../revised-product.ts";
import { openInBrowser, type BrowserShell } from "./browser-shell.ts";

let shell: BrowserShell | undefined;
const folder = mkdtempSync(join(tmpdir(), "throughline-faces-"));
afterAll(async () => {
  await shell?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The mount, with the faces of its second bracket in red there alone, by styles of the relation that places it. */
function withRedBracket(text: string): string {
  const idOf = (pattern: RegExp): string => {
    const id = pattern.exec(text)?.[1];
    if (id === undefined) throw new Error(`not in the file: ${pattern.source}`);
    return id;
  };
  const usage = idOf(/(#\d+)=NEXT_ASSEMBLY_USAGE_OCCURRENCE\([^;]*'Bracket\.2'/);
  const shape = idOf(new RegExp(`(#\\d+)=PRODUCT_DEFINITION_SHAPE\\([^;]*,${usage}\\)`));
  const relation = idOf(new RegExp(`CONTEXT_DEPENDENT_SHAPE_REPRESENTATION\\((#\\d+),${shape}\\)`));
  const solid = idOf(/ADVANCED_BREP_SHAPE_REPRESENTATION\('FX-120',\(#\d+,(#\d+)/);
  const shell = idOf(new RegExp(`${solid}=MANIFOLD_SOLID_BREP\\([^;]*,(#\\d+)\\)`));
  const faces = idOf(new RegExp(`${shell}=CLOSED_SHELL\\([^;]*\\(([^)]*)\\)`)).split(",");
  const base = idOf(new RegExp(`(#\\d+)=STYLED_ITEM\\([^;]*,${solid}\\)`));
  const own = [
    "#900001=COLOUR_RGB('',0.9,0.05,0.05);",
    "#900002=FILL_AREA_STYLE_COLOUR('',#900001);",
    "#900003=FILL_AREA_STYLE('',(#900002));",
    "#900004=SURFACE_STYLE_FILL_AREA(#900003);",
    "#900005=SURFACE_SIDE_STYLE('',(#900004));",
    "#900006=SURFACE_STYLE_USAGE(.BOTH.,#900005);",
    "#900007=PRESENTATION_STYLE_ASSIGNMENT((#900006));",
    // Its top and the sides but one: from above it is red.
    ...faces
      .slice(1)
      .map(
        (face, at) =>
          `#${900_010 + at}=CONTEXT_DEPENDENT_OVER_RIDING_STYLED_ITEM('',(#900007),${face},${base},(${relation}));`,
      ),
  ].join("\n");
  return text.replace(/ENDSEC;\s*END-ISO/, (end) => `${own}\n${end}`);
}

/** Of the left and of the right half of the canvas: pixels that are red. */
async function redPixels(app: BrowserShell["app"]): Promise<readonly [left: number, right: number]> {
  const box = await app.scene.canvas.boundingBox();
  if (box === null) throw new Error("the 3D view is not on the screen");
  await app.scene.canvas.and(app.page.locator("[data-frame=whole]")).waitFor();
  // Without what stands before it at its rims.
  const clip = { x: box.x, y: box.y + box.height * 0.25, width: box.width, height: box.height * 0.5 };
  const picture = await app.page.screenshot({ clip });
  return app.page.evaluate(
    async (bytes) => {
      const bitmap = await createImageBitmap(new Blob([Uint8Array.from(bytes)], { type: "image/png" }));
      const flat = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
      if (flat === null) throw new Error("no canvas");
      flat.drawImage(bitmap, 0, 0);
      const { data } = flat.getImageData(0, 0, bitmap.width, bitmap.height);
      const counts: [number, number] = [0, 0];
      for (let at = 0; at < data.length; at += 4) {
        const [red = 0, green = 0, blue = 0] = data.subarray(at, at + 3);
        if (red > 1.4 * Math.max(green, blue, 20))
          counts[(at / 4) % bitmap.width < bitmap.width / 2 ? 0 : 1] += 1;
      }
      return counts;
    },
    [...picture],
  );
}

test("is red in that occurrence, not in the other, and both are still one part", async () => {
  const path = join(folder, "mount.step");
  writeFileSync(path, withRedBracket(REVISIONS.older.text));
  shell = await openInBrowser({ demo: false });
  const { app } = shell;
  await app.imports.openFiles([path]);
  await app.imports.run();
  await app.product.select(/FX-100/);
  await app.scene.ready(60_000);
  expect(await app.scene.region.locator(".scene-problems").count()).toBe(0);
  await app.command("View: top");
  await app.page.mouse.move(0, 0);
  await expect
    .poll(async () => {
      const [left, right] = await redPixels(app);
      return left === 0 && right > 200;
    })
    .toBe(true);
  // It is the part that it was: picked by its name, and found with the other by it.
  const [x, y] = await app.scene.hoverOver("FX-120", 0.66, 0.5);
  await app.scene.click(x, y);
  await app.command("Select all occurrences of the part");
  await app.scene.region.locator("[data-tag]", { hasText: /Bracket.*2 occurrences/ }).waitFor();
});
