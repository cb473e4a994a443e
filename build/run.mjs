// Every npm script starts here: plain JavaScript, so that an old Node gets a sentence and not a stack.
import { enableCompileCache, getCompileCacheDir } from "node:module";
import { dirname, resolve } from "node:path";
import { pathToFileURL } from "node:url";

if (Number(process.versions.napi) < 10 || !process.features.typescript) {
  console.error(
    `Node.js ${process.versions.node} can't run this. "npm install" brings the right one along; ` +
      "if it was run with --ignore-scripts, run it again without.",
  );
  process.exit(1);
}
enableCompileCache?.();
// Worker threads and children know of it by the environment alone; half of their start is compiling.
const cache = getCompileCacheDir?.();
if (cache !== undefined) process.env.NODE_COMPILE_CACHE ??= dirname(cache);

const [entry = "", ...args] = process.argv.slice(2);
const path = resolve(import.meta.dirname, "..", entry);
process.argv = [process.argv[0], path, ...args];
await import(pathToFileURL(path).href);
