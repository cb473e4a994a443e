/** The real shell in a real browser, for figures a person would feel. */
import { ensureChromium } from "../../build/chromium.ts";
import { buildRenderer } from "../../build/build-renderer.ts";

/** Throws where no browser can be had: a figure that is not measured must not be printed. */
export function prepareBrowser(): void {
  const found = ensureChromium();
  if ("problem" in found) throw new Error(found.problem);
  process.env["THROUGHLINE_CHROMIUM"] = found.path;
}

/** The browser, and the screen as it is in the sources now. */
export async function prepareApp(): Promise<void> {
  prepareBrowser();
  await buildRenderer();
}
