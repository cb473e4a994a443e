/** Fetches and decodes models; the last few are kept, so that going back and forth costs nothing. */
import { decodeSteps } from "../../../shared/geometry/mesh-blob.ts";
import type { CadModel } from "../../../shared/model/cad.ts";
import { Failure } from "../../../shared/rpc/failure.ts";
import { inSlices } from "../../scene/model/steps.ts";

export interface ModelLoader {
  /**
   * @param progress share of the bytes that have come, 0…1
   * @throws Failure `offline`, `corrupt` or `limit`; an abort rejects with the signal's reason
   */
  readonly load: (
    blob: string,
    bytes: number,
    signal: AbortSignal,
    progress: (share: number) => void,
  ) => Promise<CadModel>;
  /** The model if it is there already. */
  readonly peek: (blob: string) => CadModel | undefined;
}

const KEPT_MODELS = 4;
/** What a page can hold beside everything else. */
const MOST_BYTES = 1_500_000_000;

export function createModelLoader(request: typeof fetch = (...input) => fetch(...input)): ModelLoader {
  const kept = new Map<string, CadModel>();
  const use = (blob: string, model: CadModel): CadModel => {
    kept.delete(blob);
    kept.set(blob, model);
    for (const oldest of kept.keys()) {
      if (kept.size <= KEPT_MODELS) break;
      kept.delete(oldest);
    }
    return model;
  };
  return {
    peek: (blob) => kept.get(blob),
    load: async (blob, bytes, signal, progress) => {
      const known = kept.get(blob);
      if (known !== undefined) return use(blob, known);
      if (bytes > MOST_BYTES) throw new Failure("limit", `the model has ${bytes} bytes`);
      let response: Response;
      try {
        response = await request(blob, { signal });
      } catch (thrown) {
        if (signal.aborted) throw thrown;
        throw new Failure("offline", thrown instanceof Error ? thrown.message : String(thrown));
      }
      if (!response.ok) throw new Failure("corrupt", `${blob} was answered with status ${response.status}`);
      return use(blob, await decode(await readAll(response, bytes, signal, progress), signal));
    },
  };
}

/** In pieces, with the page in between. */
async function decode(bytes: Uint8Array, signal: AbortSignal): Promise<CadModel> {
  try {
    return await inSlices(decodeSteps(bytes), signal);
  } catch (thrown) {
    if (signal.aborted) throw thrown;
    if (thrown instanceof Failure) throw thrown;
    throw new Failure("corrupt", thrown instanceof Error ? thrown.message : String(thrown));
  }
}

async function readAll(
  response: Response,
  expected: number,
  signal: AbortSignal,
  progress: (share: number) => void,
): Promise<Uint8Array> {
  const reader = response.body?.getReader();
  if (reader === undefined) return new Uint8Array(await response.arrayBuffer());
  let bytes = new Uint8Array(Math.max(expected, 1));
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    signal.throwIfAborted();
    if (done) return bytes.subarray(0, length);
    if (length + value.length > bytes.length) {
      const wider = new Uint8Array(Math.max(bytes.length * 2, length + value.length));
      wider.set(bytes.subarray(0, length));
      bytes = wider;
    }
    bytes.set(value, length);
    length += value.length;
    progress(Math.min(1, length / Math.max(1, expected)));
  }
}

export const modelLoader = createModelLoader();
