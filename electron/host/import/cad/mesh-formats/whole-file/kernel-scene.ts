/** What a kernel made of a whole file, as parts and places: a body is a part, a B-rep face one face of it. */
import { checkTriangles } from "../limits.ts";
import type { KernelScene } from "../../kernel/mesh-kernel.ts";
import type { ReadFace } from "../read-model.ts";
import { align, type Aligned } from "./bodies/align.ts";
import { treeParts, type TreeParts, type Whole } from "./bodies/body-parts.ts";
import type { TreeMember } from "./bodies/body-tree.ts";
import { drawnFaces, reachOf } from "./bodies/drawn-faces.ts";
import { firstOf, type DrawnTree } from "./bodies/part-drafts.ts";
import { faceSurfaces } from "./surfaces/face-surfaces.ts";

export interface SceneParts extends Pick<TreeParts, "parts" | "nodes"> {
  /** What is missing in the picture: one sentence each. */
  readonly problems: readonly string[];
}

/**
 * @param root what the file says that it is made of; undefined where it could not be read
 * @throws ImportError past the limits
 */
export function sceneParts(
  scene: KernelScene,
  root: TreeMember | undefined,
  isTaken: "whole" | "by member",
  whole: Whole,
): SceneParts {
  const { meshes } = scene;
  checkTriangles(meshes.reduce((sum, { indices }) => sum + indices.length / 3, 0));
  const aligned = align(scene, root, isTaken);
  if (aligned === undefined)
    return { parts: [], nodes: [], problems: ["It has too many bodies to be shown."] };
  const { parts, nodes, undrawn } = treeParts(drawn(scene, aligned), whole);
  const missing = meshes.reduce(
    (sum, { faceTriangles }) => sum + faceTriangles.filter((count) => count === 0).length,
    0,
  );
  return {
    parts,
    nodes,
    problems: [
      ...(missing === 0 ? [] : [`It is drawn without ${missing} of its faces, which could not be meshed.`]),
      ...(undrawn === 0
        ? []
        : [`It is drawn without ${undrawn} of its bodies, which the geometry kernel does not read.`]),
    ],
  };
}

function drawn({ meshes }: KernelScene, { walk, pieces, others }: Aligned): DrawnTree {
  const found = pieces.flatMap(({ piece, mesh: index }) => {
    const mesh = index === undefined ? undefined : meshes[index];
    return mesh === undefined ? [] : [{ piece, mesh }];
  });
  const surfaces = faceSurfaces(
    found.map(({ mesh }) => mesh),
    found.flatMap(({ piece }) => piece.surfaces),
    others,
  );
  const bodies = new Map<number, readonly ReadFace[]>();
  const loose = new Map<number, { faces: ReadFace[]; layers: Set<string> }>();
  const isFirst = firstOf();
  found.forEach(({ piece, mesh }, at) => {
    const faces = drawnFaces(mesh, surfaces[at] ?? []);
    if (piece.body !== undefined) {
      bodies.set(
        piece.body,
        faces.filter((face) => face !== undefined),
      );
      return;
    }
    piece.loose.forEach(({ parent, face: item, drawn: place }, index) => {
      const face = faces[index];
      // A face of two groups is one face.
      if (face === undefined || !isFirst(item, place)) return;
      const group = loose.get(parent) ?? { faces: [], layers: new Set() };
      loose.set(parent, group);
      // The kernel forgets the colour of a face that nothing holds.
      const colour = face.colour ?? item.colour;
      group.faces.push({
        ...face,
        ...(item.name === undefined ? {} : { name: item.name }),
        ...(colour === undefined ? {} : { colour }),
      });
      for (const layer of item.layers ?? []) group.layers.add(layer);
    });
  });
  const reach = meshes.reduce((most, { positions }) => Math.max(most, reachOf(positions)), 0);
  return { walk, bodies, loose, reach };
}
