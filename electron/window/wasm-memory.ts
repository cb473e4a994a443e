/**
 * Keeps the memory of CAD kernels small: their functions are compiled one by one, which takes 40 MB less, no more time
 * for the first file and a fifth more from then on (docs/benchmarks.md says why it is worth that). `npm start` and the command line have it as a flag of Node; a utility process takes none of V8's.
 */
import { setFlagsFromString } from "node:v8";

/**
 * Before anything reads a CAD file: V8 ends a process that compiles a kernel after this and has run it before. So it
 * is for a process that has just started, which a host in another program's process has not.
 * @param type of this process, by Electron
 */
export function keepKernelsSmall(
  type: string | undefined,
  set: (flags: string) => void = setFlagsFromString,
): void {
  if (type === "utility") set("--no-wasm-inlining");
}
