/** What a person says of a CAD product, and whom it is said of. */
import type { PartLink } from "../../../shared/contract/part-links.ts";
import { partIndexOf } from "../../../shared/model/cad.ts";
import { message } from "../../messages/catalogue.ts";
import { changePartLinks, partLinks, type AskedProduct } from "../../state/part-links.ts";
import { asFailure } from "../../state/query.ts";
import { selection } from "../../state/selection.ts";
import { setOverlay } from "../../state/workspace.ts";
import { partNumberOf } from "../scene/node-index.ts";
import { selectedNodes } from "../scene/scene-selection.ts";
import type { ShownModel } from "../scene/use-model.ts";

/** The product that a node of the shown model is an occurrence of, by the file's own words. */
export function productOf({ own, summary }: ShownModel, node: number | undefined): AskedProduct | undefined {
  const part = own.parts[own.nodes[node ?? -1]?.part ?? -1];
  if (part === undefined) return undefined;
  const { name, revision } = part;
  return { product: summary.partNumber, number: partNumberOf(part), name: name.slice(0, 400), revision };
}

/** Of what is selected: several products are none. */
export function selectedProduct(shown: ShownModel | undefined): AskedProduct | undefined {
  if (shown === undefined) return undefined;
  const nodes = selectedNodes(selection.getState(), shown.index);
  const [first] = nodes;
  const part = partIndexOf(shown.own, first ?? -1);
  return nodes.every((node) => partIndexOf(shown.own, node) === part) ? productOf(shown, first) : undefined;
}

/** Every link about a product: the later one counts, and all go with it. */
export function linksOf({ product, number }: AskedProduct): readonly PartLink[] {
  return partLinks.getState().links.filter((link) => link.product === product && link.number === number);
}

export function askForPart(asked: AskedProduct | undefined): void {
  if (asked === undefined) return;
  partLinks.setState({ asked, failure: undefined });
  setOverlay("part-link");
}

/** Rejects with a Failure where it can't be kept. */
export function linkPart(asked: AskedProduct, partNumber: string): Promise<void> {
  const { product, number, name } = asked;
  const link = { linkId: crypto.randomUUID(), product, number, name, partNumber, finder: "person" } as const;
  return changePartLinks(message("part-link.linked", { number, part: partNumber }), linksOf(asked), [link]);
}

/** From where there is no place for a failure: then the sheet opens with it. */
export async function tryUnlink(asked: AskedProduct): Promise<void> {
  try {
    await unlinkPart(asked);
  } catch (thrown) {
    askForPart(asked);
    partLinks.setState({ failure: asFailure(thrown) });
  }
}

export async function unlinkPart(asked: AskedProduct): Promise<void> {
  const links = linksOf(asked);
  const part = links.at(-1)?.partNumber;
  if (part === undefined) return;
  await changePartLinks(message("part-link.removed", { number: asked.number, part }), links, []);
}
