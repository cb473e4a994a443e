/** The 3D view as a PNG file, twice as fine as on the screen. */
import type { Scene } from "../../scene/scene-types.ts";

/** Longer side in pixels: what every graphics card can draw. */
const LONGEST = 4_096;

export async function savePicture(scene: Scene, name: string): Promise<void> {
  const { width, height } = scene.size();
  const scale = Math.min(2, LONGEST / Math.max(width, height, 1));
  const picture = await scene.screenshot(Math.round(width * scale), Math.round(height * scale));
  const url = URL.createObjectURL(picture);
  const link = document.createElement("a");
  link.href = url;
  link.download = `${name.replaceAll(/[^\p{L}\p{N}._-]+/gu, "-")}.png`;
  link.click();
  // The download has begun with the click; the address is not needed any more.
  setTimeout(() => URL.revokeObjectURL(url), 1_000);
}
