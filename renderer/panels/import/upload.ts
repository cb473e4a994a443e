/** The browser shell has no paths: files are handed over to the loopback server first. */
import { Failure } from "../../../shared/rpc/failure.ts";

export interface UploadFile {
  /** Path within what was chosen or dropped, `/` between its parts. */
  readonly relativePath: string;
  readonly file: File;
}

/** Each part of the path is encoded by itself, so that its slashes stay slashes. */
export function uploadAddress(batch: string, relativePath: string): string {
  return `/upload/${batch}/${relativePath.split("/").map(encodeURIComponent).join("/")}`;
}

/**
 * Hands the files over one by one and returns the folder for the plan.
 * Throws a `Failure`: `limit` where the server finds a file too large, else `refused`.
 */
export async function uploadAll(
  batch: string,
  files: readonly UploadFile[],
  onProgress: (done: number, count: number) => void,
): Promise<string> {
  let done = 0;
  for (const { relativePath, file } of files) {
    onProgress(done, files.length);
    await send(uploadAddress(batch, relativePath), { method: "PUT", body: file }, relativePath);
    done += 1;
  }
  return await send(`/upload/${batch}/done`, { method: "POST" }, "");
}

async function send(address: string, init: RequestInit, name: string): Promise<string> {
  let response: Response;
  try {
    response = await fetch(address, { ...init, credentials: "same-origin" });
  } catch {
    throw new Failure("offline", "the host does not answer");
  }
  if (!response.ok) {
    const kind = response.status === 413 || response.status === 507 ? "limit" : "refused";
    throw new Failure(kind, `${name}: ${(await response.text()).slice(0, 200)}`);
  }
  const answer = (await response.json()) as { readonly path?: unknown };
  return typeof answer.path === "string" ? answer.path : "";
}
