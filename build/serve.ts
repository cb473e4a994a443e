/** `npm run serve`: builds the screen where it is stale, then starts the browser shell. */
import { buildRenderer } from "./build-renderer.ts";

await buildRenderer();
await import("../electron/serve/main.ts");
