/**
 * Draws the runs of a batch with one call. three.js itself draws an entry per instance; this is called right
 * after it has set up the program, the buffers and the uniforms of an object (`onAfterRender`), and was told
 * to draw nothing.
 */
import type { WebGLRenderer } from "three";

/** In indices, or vertices where the geometry has no index; all arrays with an entry per run. */
export interface RunsToDraw {
  readonly lines: boolean;
  readonly indexed: boolean;
  /** Bytes into the index, or the first vertex. */
  readonly starts: Int32Array;
  readonly counts: Int32Array;
  readonly instances: Int32Array;
  /** How many of the entries. */
  readonly count: number;
  /** In all of them. */
  readonly elements: number;
}

/** A stretch of what a frame draws, counted in elements from its first draw on. */
interface Portion {
  readonly from: number;
  readonly to: number;
  /** Elements of the frame so far, drawn or not. */
  passed: number;
}

const portions = new WeakMap<WebGLRenderer, Portion>();

/**
 * Of everything that `draw` has drawn with runs, only those that begin between two elements: the portions of a frame,
 * drawn one after another, are the frame.
 * @returns elements of the whole
 */
export function drawPortion(renderer: WebGLRenderer, from: number, to: number, draw: () => void): number {
  const portion = { from, to, passed: 0 };
  portions.set(renderer, portion);
  try {
    draw();
  } finally {
    portions.delete(renderer);
  }
  return portion.passed;
}

/** The same with nothing in the runs beside the portion: their number has to stay (`ToDraw`). */
function within(portion: Portion, runs: RunsToDraw): RunsToDraw | undefined {
  const { counts, instances, count } = runs;
  const own = new Int32Array(count);
  let [end, elements] = [0, 0];
  for (let run = 0; run < count; run++) {
    const size = (counts[run] as number) * (instances[run] as number);
    if (size > 0 && portion.passed >= portion.from && portion.passed < portion.to) {
      own[run] = instances[run] as number;
      elements += size;
      end = run + 1;
    }
    portion.passed += size;
  }
  return end === 0 ? undefined : { ...runs, instances: own, count: end, elements };
}

export function drawRuns(renderer: WebGLRenderer, all: RunsToDraw): void {
  const portion = portions.get(renderer);
  const runs = portion === undefined ? all : within(portion, all);
  if (runs === undefined) return;
  const { lines, indexed, starts, counts, instances, count, elements } = runs;
  const gl = renderer.getContext() as WebGL2RenderingContext;
  const mode = lines ? gl.LINES : gl.TRIANGLES;
  // By three, which keeps it until the context is lost: asking the context itself takes longer than drawing.
  const many = renderer.extensions.get("WEBGL_multi_draw") as WEBGL_multi_draw | null;
  const type = gl.UNSIGNED_INT;
  if (many !== null) {
    if (indexed) many.multiDrawElementsInstancedWEBGL(mode, counts, 0, type, starts, 0, instances, 0, count);
    else many.multiDrawArraysInstancedWEBGL(mode, starts, 0, counts, 0, instances, 0, count);
  } else drawOneByOne(gl, mode, runs);
  renderer.info.update(elements, mode, 1);
}

/** Without the extension the programs of three.js take the number of the draw as a uniform. */
function drawOneByOne(gl: WebGL2RenderingContext, mode: number, runs: RunsToDraw): void {
  const { indexed, starts, counts, instances, count } = runs;
  const program = gl.getParameter(gl.CURRENT_PROGRAM) as WebGLProgram | null;
  if (program === null) return;
  const number = gl.getUniformLocation(program, "_gl_DrawID");
  for (let run = 0; run < count; run++) {
    const [start, size, times] = [starts[run] ?? 0, counts[run] ?? 0, instances[run] ?? 0];
    if (times === 0) continue;
    gl.uniform1i(number, run);
    if (indexed) gl.drawElementsInstanced(mode, size, gl.UNSIGNED_INT, start, times);
    else gl.drawArraysInstanced(mode, start, size, times);
  }
}
