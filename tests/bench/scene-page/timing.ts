/** Time of JavaScript alone: the graphics card, or what stands in for it, has nothing to do meanwhile. */

export const WIDTH = 480;
export const HEIGHT = 320;

export interface SceneTimes {
  /** ms of JavaScript, one per repetition. */
  readonly orbit: readonly number[];
  /** The same with a section of three planes; of the own scene only. */
  readonly orbitCut: readonly number[];
  readonly recolour: readonly number[];
  readonly highlight: readonly number[];
  readonly ghost: readonly number[];
  readonly isolate: readonly number[];
  readonly pick: readonly number[];
  /** ms from the call until the picture is there, with everything really drawn. */
  readonly whole: readonly number[];
  /** ms that a model takes from its data to its first frame, and the longest time the page stands still. */
  readonly open: number;
}

/** Draws one frame from a little further on. */
export type Turn = (turn: number) => Promise<void>;

export function canvas(): HTMLCanvasElement {
  const element = document.createElement("canvas");
  element.style.width = `${WIDTH}px`;
  element.style.height = `${HEIGHT}px`;
  document.body.replaceChildren(element);
  return element;
}

export const frame = (): Promise<number> => new Promise((next) => requestAnimationFrame(next));

export function contextOf(element: HTMLCanvasElement): WebGL2RenderingContext {
  const gl = element.getContext("webgl2");
  if (gl === null) throw new Error("no WebGL 2");
  return gl;
}

/** Until everything that was asked for is drawn. */
export function drain(gl: WebGL2RenderingContext): void {
  gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4));
}

/**
 * From now on draws cost what they cost JavaScript, and draw nothing: the same calls with as many entries,
 * each of no triangle. Without it a software rasteriser on the same cores is what is measured: commands go
 * through a buffer, and JavaScript waits where that is full.
 * @returns what ends it
 */
export function emptyDraws(gl: WebGL2RenderingContext): () => void {
  const many = gl.getExtension("WEBGL_multi_draw");
  let zeros = new Int32Array(1);
  const none = (count: number): Int32Array => {
    if (zeros.length < count) zeros = new Int32Array(count * 2);
    return zeros;
  };
  const own = (target: object, name: string, value: (...values: never[]) => void): void => {
    Object.defineProperty(target, name, { value, configurable: true, writable: true });
  };
  const plain = WebGL2RenderingContext.prototype;
  own(gl, "drawElements", (mode: number, _count: number, type: number, at: number) =>
    plain.drawElements.call(gl, mode, 0, type, at),
  );
  own(gl, "drawArrays", (mode: number, first: number) => plain.drawArrays.call(gl, mode, first, 0));
  own(
    gl,
    "drawElementsInstanced",
    (mode: number, _count: number, type: number, at: number, instances: number) =>
      plain.drawElementsInstanced.call(gl, mode, 0, type, at, instances),
  );
  own(gl, "drawArraysInstanced", (mode: number, first: number, _count: number, instances: number) =>
    plain.drawArraysInstanced.call(gl, mode, first, 0, instances),
  );
  const names: string[] = [];
  if (many !== null) {
    const prototype = Object.getPrototypeOf(many) as WEBGL_multi_draw;
    own(many, "multiDrawElementsWEBGL", (...[mode, , , type, at, from, count]: Parameters<Elements>) =>
      prototype.multiDrawElementsWEBGL.call(many, mode, none(count), 0, type, at, from, count),
    );
    own(
      many,
      "multiDrawElementsInstancedWEBGL",
      (...[mode, , , type, at, from, times, timesFrom, count]: Parameters<ElementsInstanced>) =>
        prototype.multiDrawElementsInstancedWEBGL.call(
          many,
          mode,
          none(count),
          0,
          type,
          at,
          from,
          times,
          timesFrom,
          count,
        ),
    );
    own(
      many,
      "multiDrawArraysInstancedWEBGL",
      (...[mode, first, firstFrom, , , times, timesFrom, count]: Parameters<ArraysInstanced>) =>
        prototype.multiDrawArraysInstancedWEBGL.call(
          many,
          mode,
          first,
          firstFrom,
          none(count),
          0,
          times,
          timesFrom,
          count,
        ),
    );
    names.push("multiDrawElementsWEBGL", "multiDrawElementsInstancedWEBGL", "multiDrawArraysInstancedWEBGL");
  }
  return () => {
    for (const name of ["drawElements", "drawArrays", "drawElementsInstanced", "drawArraysInstanced"])
      Reflect.deleteProperty(gl, name);
    if (many !== null) for (const name of names) Reflect.deleteProperty(many, name);
  };
}

type Elements = WEBGL_multi_draw["multiDrawElementsWEBGL"];
type ElementsInstanced = WEBGL_multi_draw["multiDrawElementsInstancedWEBGL"];
type ArraysInstanced = WEBGL_multi_draw["multiDrawArraysInstancedWEBGL"];
