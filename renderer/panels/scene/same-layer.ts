/** Occurrences of parts whose bodies lie on a layer of their file. Pure. */
import type { CadModel } from "../../../shared/model/cad.ts";

/** Layers of the parts of these occurrences and of all below them. */
export function layersOf({ nodes, parts }: CadModel, some: readonly number[]): ReadonlySet<string> {
  const chosen = new Set(some);
  // Parents stand before their children.
  nodes.forEach(({ parent }, node) => {
    if (chosen.has(parent)) chosen.add(node);
  });
  return new Set([...chosen].flatMap((node) => parts[nodes[node]?.part ?? -1]?.layers ?? []));
}

export function nodesOnLayers({ nodes, parts }: CadModel, layers: ReadonlySet<string>): readonly number[] {
  const isOn = parts.map(({ layers: own = [] }) => own.some((layer) => layers.has(layer)));
  return nodes.flatMap(({ part }, node) => (isOn[part] === true ? [node] : []));
}
