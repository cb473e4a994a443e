/** How opaque a transparent surface is drawn. */
import type { CadMesh } from "../../../shared/model/cad.ts";

/** Files hide construction bodies by an opacity of 0: they are there, so they are seen. */
const LEAST_OPACITY = 0.15;

/** @param throughBoth of a body that is transparent all around: its front and its back together let through what the file says */
export function layerOpacity(opacity: number, throughBoth: boolean): number {
  const seen = Math.max(opacity, LEAST_OPACITY);
  return throughBoth ? 1 - Math.sqrt(1 - seen) : seen;
}

/** What its faces have: some with a transparent or an opaque colour of their own, some with none. */
export interface FaceOpacities {
  readonly transparent: boolean;
  readonly opaque: boolean;
  readonly plain: boolean;
}

export function opacityOfFaces(mesh: Pick<CadMesh, "faces"> | undefined): FaceOpacities {
  let [transparent, opaque, plain] = [false, false, mesh?.faces.length === 0];
  for (const { colour, count } of mesh?.faces ?? []) {
    if (count === 0) continue;
    if (colour === undefined) plain = true;
    else if (colour[3] < 1) transparent = true;
    else opaque = true;
  }
  return { transparent, opaque, plain };
}
