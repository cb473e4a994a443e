/** Decisions of people against the faces that the shown model has. Pure. */
import type { CharacteristicKey } from "../../../shared/contract/colouring.ts";
import type { FaceLink } from "../../../shared/contract/links.ts";
import { findFace } from "../../../shared/links/face-key.ts";
import { linksLeft } from "../../../shared/links/carry-plan.ts";
import { groupFaces, type FaceGroup } from "../../../shared/links/face-groups.ts";
import { partIndexOf, type CadMesh, type CadModel } from "../../../shared/model/cad.ts";
import type { FaceReference } from "../../scene/scene-types.ts";
import { featureKey, keyOf } from "../../state/face-links.ts";
import { partNumberOf } from "./node-index.ts";

export interface LinkedFeature {
  readonly key: CharacteristicKey;
  /** Faces that it is on the shown model; empty where none was found again. */
  readonly groups: readonly FaceGroup[];
  /** Decisions in force on this revision. */
  readonly confirmed: readonly FaceLink[];
  readonly rejected: readonly FaceLink[];
  /** Confirmed, but no face of the model is the one any more. */
  readonly lost: readonly FaceLink[];
  /** Confirmed on another revision: proposed here. */
  readonly earlier: readonly FaceLink[];
  /** Confirmed on another revision and not there any more, while no person has decided anything on this one. */
  readonly missing: readonly FaceLink[];
}

export interface LinkedFaces {
  /** By `featureKey`. */
  readonly features: ReadonlyMap<string, LinkedFeature>;
  /** Features on a face of a part (index into CadModel.parts). */
  readonly onFace: (part: number, face: number) => readonly CharacteristicKey[];
  /** Every occurrence of a feature's faces. */
  readonly facesOf: (key: CharacteristicKey) => readonly FaceReference[];
}

const groups = new WeakMap<CadMesh, readonly FaceGroup[]>();

/** Measured once per mesh. */
export function groupsOf(mesh: CadMesh): readonly FaceGroup[] {
  const known = groups.get(mesh);
  if (known !== undefined) return known;
  const made = groupFaces(mesh);
  groups.set(mesh, made);
  return made;
}

/** The part of the model under a number; undefined where it has no mesh. */
export function partOf(
  model: CadModel,
  partNumber: string,
): { index: number; mesh: CadMesh; revision: string } | undefined {
  const index = model.parts.findIndex((part) => partNumberOf(part) === partNumber && part.mesh !== undefined);
  const part = model.parts[index];
  return part?.mesh === undefined ? undefined : { index, mesh: part.mesh, revision: part.revision ?? "" };
}

export function linkedFaces(model: CadModel, links: readonly FaceLink[]): LinkedFaces {
  const features = new Map<string, LinkedFeature>();
  const onFace = new Map<string, CharacteristicKey[]>();
  for (const [key, decisions] of Map.groupBy(links, featureKey)) {
    const [first] = decisions;
    if (first === undefined) continue;
    const part = partOf(model, first.partNumber);
    const feature = resolve(keyOf(first), decisions, part);
    features.set(key, feature);
    if (part === undefined) continue;
    for (const face of feature.groups.flatMap(({ faces }) => faces)) {
      const id = `${part.index} ${face}`;
      const list = onFace.get(id);
      if (list === undefined) onFace.set(id, [feature.key]);
      else list.push(feature.key);
    }
  }
  return {
    features,
    onFace: (part, face) => onFace.get(`${part} ${face}`) ?? [],
    facesOf: (key) => {
      const part = partOf(model, key.partNumber);
      const found = features.get(featureKey(key))?.groups ?? [];
      return part === undefined ? [] : referencesOf(model, part.index, found);
    },
  };
}

function resolve(
  key: CharacteristicKey,
  decisions: readonly FaceLink[],
  part: ReturnType<typeof partOf>,
): LinkedFeature {
  const all = part === undefined ? [] : groupsOf(part.mesh);
  const here = decisions.filter(({ revision }) => part !== undefined && revision === part.revision);
  const confirmed = here.filter(({ state }) => state === "confirmed");
  const found = confirmed.map((link) => ({ link, group: findFace(link.face, all) }));
  return {
    key,
    groups: [...new Set(found.flatMap(({ group }) => group ?? []))],
    confirmed,
    rejected: here.filter(({ state }) => state === "rejected"),
    lost: found.flatMap(({ link, group }) => (group === undefined ? [link] : [])),
    earlier: decisions.filter((link) => link.state === "confirmed" && !here.includes(link)),
    missing:
      part === undefined
        ? []
        : linksLeft(decisions, part.revision).filter(({ face }) => findFace(face, all) === undefined),
  };
}

/** A part's faces on each of its occurrences. */
export function referencesOf(
  model: CadModel,
  part: number,
  faceGroups: readonly FaceGroup[],
): readonly FaceReference[] {
  const faces = faceGroups.flatMap((group) => group.faces);
  return model.nodes.flatMap((_, node) =>
    partIndexOf(model, node) === part
      ? faces.flatMap((face) => (hasFace(model, node, face) ? [{ node, face }] : []))
      : [],
  );
}

/** The nodes of a part that show one of its faces. */
export function occurrencesOfFace(model: CadModel, part: number, face: number): readonly number[] {
  return model.nodes.flatMap((_, node) =>
    partIndexOf(model, node) === part && hasFace(model, node, face) ? [node] : [],
  );
}

/** Not where that occurrence hides it. */
function hasFace({ nodes, parts }: CadModel, node: number, face: number): boolean {
  const part = parts[nodes[node]?.part ?? -1];
  return part?.standsFor === undefined || (part.mesh?.faces[face]?.count ?? 0) > 0;
}
