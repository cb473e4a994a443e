/** `npm run build`: the screen, the window's bundles and the CAD kernel, as the packager needs them. */
import { buildRenderer } from "./build-renderer.ts";
import { buildWindow } from "./build-window.ts";
import { inlineKernel } from "./inline-kernel.ts";

await buildRenderer(true);
await buildWindow(true);
await inlineKernel();
