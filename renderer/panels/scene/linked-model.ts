/** A model as the screen speaks of it: a product that a person said is a part has that part's number. */
import type { PartLink } from "../../../shared/contract/part-links.ts";
import type { CadModel } from "../../../shared/model/cad.ts";
import { numberUnder } from "../../state/part-links.ts";
import { createNodeIndex, partNumberOf, type NodeIndex } from "./node-index.ts";

export interface LinkedModel {
  readonly model: CadModel;
  readonly index: NodeIndex;
}

interface Made extends LinkedModel {
  readonly key: string;
}

const made = new WeakMap<CadModel, Made>();

/**
 * The same object until another link counts for it; the very model where none does. Meshes and nodes are shared.
 * @param product root product of the file
 */
export function linkedModel(own: CadModel, product: string, links: readonly PartLink[]): LinkedModel {
  const ofProduct = links.filter((link) => link.product === product && link.isThere);
  const key = JSON.stringify([product, ofProduct.map(({ number, partNumber }) => [number, partNumber])]);
  const known = made.get(own);
  if (known?.key === key) return known;
  const parts = own.parts.map((part) => {
    const number = ofProduct.length === 0 ? part.number : numberUnder(ofProduct, product, partNumberOf(part));
    return number === partNumberOf(part) ? part : { ...part, number };
  });
  const isAsIs = parts.every((part, at) => part === own.parts[at]);
  const model = isAsIs ? own : { ...own, parts };
  const next = { key, model, index: createNodeIndex(model, own) };
  made.set(own, next);
  return next;
}
