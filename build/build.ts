/** `npm run build`: the screen and the window's bundles, as the packager needs them. */
import { buildRenderer } from "./build-renderer.ts";
import { buildWindow } from "./build-window.ts";

await buildRenderer(true);
await buildWindow(true);
