/** The links of the shown model, resolved once for all who show them. */
import { useMemo } from "react";
import type { FaceLink } from "../../../shared/contract/links.ts";
import type { CadModel } from "../../../shared/model/cad.ts";
import { useFaceLinks } from "../../state/face-links.ts";
import { linkedFaces, type LinkedFaces } from "./linked-faces.ts";

let last: { model: CadModel; links: readonly FaceLink[]; linked: LinkedFaces } | undefined;

export function resolveLinks(model: CadModel, links: readonly FaceLink[]): LinkedFaces {
  if (last?.model !== model || last.links !== links)
    last = { model, links, linked: linkedFaces(model, links) };
  return last.linked;
}

export function useLinkedFaces(model: CadModel | undefined): LinkedFaces | undefined {
  const links = useFaceLinks((state) => state.links);
  return useMemo(() => (model === undefined ? undefined : resolveLinks(model, links)), [model, links]);
}
