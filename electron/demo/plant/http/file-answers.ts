/** Answers that are bytes: files by their hash, and snapshot segments; both with ranges. */
import type { IncomingMessage } from "node:http";
import type { SystemFeed } from "../feed/system-feed.ts";
import { FILE_BYTES, SHA256 } from "../files.ts";
import type { Plant } from "../plant.ts";
import { json, problem, type Reply } from "./answers.ts";
import { byteRange } from "./range.ts";

export function answerFile(plant: Plant, sha256: string, request: IncomingMessage): Reply {
  const content = plant.files.get(sha256);
  return content === undefined
    ? problem(404, "unknown-file", `There is no file ${sha256.slice(0, 64)}.`)
    : ranged(request, content, sha256);
}

export function answerSegment(
  plant: Plant,
  system: SystemFeed,
  path: string,
  request: IncomingMessage,
): Reply {
  const segment = plant.segment(system.id, path);
  return segment === undefined
    ? problem(404, "unknown-file", `${system.name} has no segment ${path.slice(0, 200)}.`)
    : ranged(request, segment.bytes, segment.sha256);
}

/** The name of the content is its validator: what is named by a hash never changes. */
function ranged(request: IncomingMessage, content: Buffer, sha256: string): Reply {
  const etag = `"${sha256}"`;
  const headers = {
    "Content-Type": "application/octet-stream",
    "Accept-Ranges": "bytes",
    "Cache-Control": "private, max-age=31536000, immutable",
    ETag: etag,
  };
  const condition = request.headers["if-range"];
  const isSame = condition === undefined || condition === etag;
  const range = isSame ? byteRange(request.headers.range, content.length) : undefined;
  if (range === undefined) return { status: 200, headers, parts: [content], isText: false };
  if (range === "unsatisfiable")
    return problem(416, "invalid", `There are ${content.length} bytes.`, {
      headers: { "Content-Range": `bytes */${content.length}` },
    });
  const { start, end } = range;
  return {
    status: 206,
    headers: { ...headers, "Content-Range": `bytes ${start}-${end - 1}/${content.length}` },
    parts: [content.subarray(start, end)],
    isText: false,
  };
}

export async function takeFile(plant: Plant, sha256: string, request: IncomingMessage): Promise<Reply> {
  if (!SHA256.test(sha256)) return problem(400, "invalid", "A file is named by its SHA-256 in lower case.");
  switch (await plant.files.receive(sha256, request as AsyncIterable<Buffer>)) {
    case "too-large":
      return problem(413, "invalid", `A file may have ${FILE_BYTES} bytes.`);
    case "wrong-hash":
      return problem(400, "invalid", "The bytes do not hash to the name.");
    case "stored":
      return { ...json({ sha256 }), status: 201 };
    case "known":
      return json({ sha256 });
  }
}
