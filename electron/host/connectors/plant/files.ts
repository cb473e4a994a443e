/** Files by their hash: fetched in ranges, going on where an earlier try stopped, and checked whole; sent once. */
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, rename, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { hashFile } from "../../hash-file.ts";
import { Failure } from "../../../../shared/rpc/failure.ts";
import { networkFailure, unlessGivenUp } from "./problems.ts";
import type { PlantHttp } from "./http.ts";

export interface Wanted {
  /** Path at the server. */
  readonly from: string;
  /** Where it is put, once it is whole. Beside it stands `<to>.part` until then. */
  readonly to: string;
  readonly sha256: string;
  /** Its size, where it is known. */
  readonly bytes: number | undefined;
  /** Most that is taken where the size is not known. */
  readonly limit: number;
  readonly signal: AbortSignal;
  readonly onBytes: (bytes: number) => void;
}

/** Rejects with `corrupt` where what came is not what the hash names; the next try begins anew then. */
export async function fetchFile(http: PlantHttp, wanted: Wanted): Promise<void> {
  const { to, sha256, bytes, signal } = wanted;
  if ((await sizeOf(to)) !== undefined) return;
  const part = `${to}.part`;
  await mkdir(dirname(to), { recursive: true });
  let have = (await sizeOf(part)) ?? 0;
  if (bytes !== undefined && have > bytes) {
    await rm(part, { force: true });
    have = 0;
  }
  if (bytes === undefined || have < bytes) await fetchRest(http, wanted, part, have);
  const digest = await hashFile(part, signal).catch((thrown: unknown) => {
    throw unlessGivenUp(signal, thrown);
  });
  if (digest.sha256 !== sha256) {
    await rm(part, { force: true });
    throw new Failure(
      "corrupt",
      `A file from ${http.origin} came damaged: its SHA-256 is wrong. It is fetched anew.`,
    );
  }
  await rename(part, to);
}

async function fetchRest(http: PlantHttp, wanted: Wanted, part: string, have: number): Promise<void> {
  const { signal, onBytes, bytes, limit } = wanted;
  const reply = await http.ask({
    path: wanted.from,
    // The hash is of the bytes as they lie there; 416: all of it is here already.
    headers: { "Accept-Encoding": "identity", ...(have > 0 ? { Range: `bytes=${have}-` } : {}) },
    alsoTakes: [416],
    signal,
  });
  if (reply.status === 416) {
    reply.body.resume();
    return;
  }
  const resumed = reply.status === 206 && (reply.headers["content-range"] ?? "").startsWith(`bytes ${have}-`);
  let length = resumed ? have : 0;
  if (resumed) onBytes(have);
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      length += chunk.length;
      onBytes(chunk.length);
      if (length > (bytes ?? limit))
        done(new Failure("corrupt", `A file from ${http.origin} is longer than it should be.`));
      else done(undefined, chunk);
    },
  });
  try {
    await pipeline(
      reply.body,
      counted,
      createWriteStream(part, { flags: resumed ? "a" : "w", flush: true }),
      { signal },
    );
  } catch (thrown) {
    if (!signal.aborted && thrown instanceof Failure) await rm(part, { force: true });
    throw unlessGivenUp(signal, diskFailure(thrown, part) ?? networkFailure(thrown, http.origin));
  }
}

/** Puts a file there, where it is not there yet. `invalid` where it is not here. */
export async function sendFile(
  http: PlantHttp,
  sha256: string,
  path: string,
  signal: AbortSignal,
): Promise<void> {
  const there = await http.ask({ method: "HEAD", path: `/files/${sha256}`, alsoTakes: [404], signal });
  there.body.resume();
  if (there.status === 200) return;
  const size = await sizeOf(path);
  if (size === undefined) throw new Failure("invalid", `The file ${sha256} is not here any more.`);
  const reply = await http.ask({
    method: "PUT",
    path: `/files/${sha256}`,
    headers: { "Content-Type": "application/octet-stream", "Content-Length": String(size) },
    body: createReadStream(path),
    signal,
  });
  reply.body.resume();
}

async function sizeOf(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).size;
  } catch (thrown) {
    if (isCode(thrown, "ENOENT")) return undefined;
    throw thrown;
  }
}

function diskFailure(thrown: unknown, path: string): Failure | undefined {
  if (isCode(thrown, "ENOSPC") || isCode(thrown, "EDQUOT"))
    return new Failure(
      "limit",
      `The disk is full: ${path} could not be written. Free some space; it goes on from where it is.`,
    );
  if (isCode(thrown, "EACCES") || isCode(thrown, "EROFS") || isCode(thrown, "EPERM"))
    return new Failure("refused", `${path} can't be written: check the permissions of its folder.`);
  return undefined;
}

const isCode = (thrown: unknown, code: string): boolean =>
  thrown instanceof Error && "code" in thrown && thrown.code === code;
