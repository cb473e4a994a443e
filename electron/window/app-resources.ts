/** What a URL of the page's scheme means: a file of the built renderer, or a blob. Nothing else. */
import { staticFile } from "../host/security/static-files.ts";
import { isOwnOrigin } from "./page-origin.ts";

export interface AppResource {
  readonly path: string;
  readonly contentType: string;
  readonly immutable: boolean;
  /** A file of the data folder, of any size; else one of the program's own, which are small. */
  readonly blob: boolean;
}

export interface ResourcePlaces {
  readonly rendererFolder: string;
  /** Path of a blob by its hash; undefined where there is none. */
  readonly blobPath: (sha256: string) => string | undefined;
}

/** undefined: not ours, or not there. The two are not told apart, so that nothing can be probed. */
export function appResource(url: string, places: ResourcePlaces): AppResource | undefined {
  if (!isOwnOrigin(url)) return undefined;
  const { pathname } = new URL(url);
  const blob = /^\/blob\/([^/]*)$/.exec(pathname);
  if (blob !== null) {
    const path = places.blobPath(blob[1] ?? "");
    return path === undefined
      ? undefined
      : { path, contentType: "application/octet-stream", immutable: true, blob: true };
  }
  const file = staticFile(places.rendererFolder, pathname);
  return file === undefined ? undefined : { ...file, blob: false };
}
