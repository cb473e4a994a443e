/** Content coding of an answer (RFC 9110, 12.5.3): zstd before gzip, as far as the reader takes it. */
import { promisify } from "node:util";
import { constants, gzip, zstdCompress } from "node:zlib";

export type Coding = "identity" | "gzip" | "zstd";

export interface Encoded {
  readonly coding: Coding;
  readonly parts: readonly Buffer[];
}

/** Below this many bytes compression costs more than it saves. */
const WORTH_IT = 1_024;

const zip = promisify(gzip);
const zstd = promisify(zstdCompress);

/** The best coding that an Accept-Encoding header allows. */
export function acceptedCoding(header: string): Coding {
  const accepted = new Set(
    header
      .split(",")
      .map((entry) =>
        entry
          .trim()
          .toLowerCase()
          .split(/\s*;\s*/),
      )
      .filter(([, weight = "q=1"]) => Number(weight.replace(/^q=/, "")) > 0)
      .map(([name = ""]) => name),
  );
  return accepted.has("zstd") ? "zstd" : accepted.has("gzip") ? "gzip" : "identity";
}

/** Fast levels: a page is made once and read once. */
export async function encode(parts: readonly Buffer[], wanted: Coding): Promise<Encoded> {
  const size = parts.reduce((sum, { length }) => sum + length, 0);
  if (wanted === "identity" || size < WORTH_IT) return { coding: "identity", parts };
  const whole = Buffer.concat(parts);
  const bytes =
    wanted === "zstd"
      ? await zstd(whole, { params: { [constants.ZSTD_c_compressionLevel]: 1 } })
      : await zip(whole, { level: 1 });
  return { coding: wanted, parts: [bytes] };
}
