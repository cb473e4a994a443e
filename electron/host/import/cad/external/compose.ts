/**
 * A model whose parts lie in other files, put together: a part takes over what the root of its file is,
 * and what stands below that root stands below every place of the part.
 */
import type { CadModel, CadNode, CadPart } from "../../../../../shared/model/cad.ts";
import { ImportError } from "../../importer.ts";
import type { BomLine } from "../structure/cad-structure.ts";
import { elsewhere } from "../structure/part-problem.ts";
import { isIdentity, multiply } from "../structure/transform.ts";
import { MOST_NODES } from "../structure/tree.ts";

export interface LoadedModel {
  readonly model: CadModel;
  /** Indices into the model's parts. */
  readonly bomLines: readonly BomLine[];
}

export interface ExternalPart {
  /** Index into the parts of the model that refers. */
  readonly part: number;
  readonly fileName: string;
  readonly loaded: LoadedModel;
}

/**
 * The first parts and BOM lines of the result are those of `main`, in their order.
 * @throws ImportError where it would have too many places
 */
export function compose(main: LoadedModel, externals: readonly ExternalPart[]): LoadedModel {
  if (externals.length === 0) return main;
  const parts: CadPart[] = [...main.model.parts];
  const bomLines: BomLine[] = [...main.bomLines];
  const problems = new Set(main.model.problems);
  const remarks = new Set(main.model.remarks);
  const below = new Map<number, { readonly nodes: readonly CadNode[]; readonly index: readonly number[] }>();
  for (const { part, fileName, loaded } of externals) {
    const own = parts[part];
    const root = loaded.model.nodes[0]?.part;
    const shape = loaded.model.parts[root ?? -1];
    if (own === undefined || root === undefined || shape === undefined) continue;
    // Parts of the file stand behind ours; its root is the part itself.
    const index = loaded.model.parts.map((_, at) =>
      at === root ? part : parts.length + at - (at > root ? 1 : 0),
    );
    parts[part] = takeOver(own, shape, fileName);
    parts.push(...loaded.model.parts.filter((_, at) => at !== root));
    problems.delete(`${own.number}: ${elsewhere(fileName)}`);
    for (const problem of loaded.model.problems) problems.add(`${fileName}: ${problem}`);
    for (const remark of loaded.model.remarks ?? []) remarks.add(`${fileName}: ${remark}`);
    for (const line of loaded.bomLines)
      bomLines.push({ ...line, parent: index[line.parent] ?? part, child: index[line.child] ?? part });
    below.set(part, { nodes: loaded.model.nodes, index });
  }
  return {
    model: {
      ...main.model,
      parts,
      nodes: spliced(main.model.nodes, below),
      problems: [...problems],
      ...(remarks.size === 0 ? {} : { remarks: [...remarks] }),
    },
    bomLines,
  };
}

function takeOver(own: CadPart, shape: CadPart, fileName: string): CadPart {
  const { problem: stated, ...part } = own;
  const { number: _number, name: _name, revision: _revision, problem: met, ...rest } = shape;
  const problem = [stated === elsewhere(fileName) ? undefined : stated, met]
    .filter((text) => text !== undefined)
    .join(" ");
  return { ...rest, ...part, ...(problem === "" ? {} : { problem }) };
}

/** In pre-order still: what a place takes in stands right behind it. */
function spliced(
  nodes: readonly CadNode[],
  below: ReadonlyMap<number, { readonly nodes: readonly CadNode[]; readonly index: readonly number[] }>,
): readonly CadNode[] {
  const result: CadNode[] = [];
  const places: number[] = [];
  for (const node of nodes) {
    const place = result.length;
    places.push(place);
    result.push({ ...node, parent: node.parent < 0 ? -1 : (places[node.parent] ?? -1) });
    const inner = below.get(node.part);
    if (inner === undefined) continue;
    const [root] = inner.nodes;
    for (const [at, own] of inner.nodes.entries()) {
      // Only what stands below its first root: the part is that root.
      if (at === 0) continue;
      if (own.parent < 0) break;
      if (result.length >= MOST_NODES)
        throw new ImportError(`It has more than ${MOST_NODES} places of parts.`);
      const isTop = own.parent === 0;
      const transform =
        isTop && root !== undefined && !isIdentity(root.transform)
          ? multiply(root.transform, own.transform)
          : own.transform;
      result.push({
        ...own,
        parent: place + own.parent,
        part: inner.index[own.part] ?? node.part,
        transform,
        path: `${node.path}${own.path.slice(root?.path.length ?? 0)}`,
      });
    }
  }
  return result;
}
