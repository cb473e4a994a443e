/** Which products of CAD files are which parts, as people said: one place that the model and the lists read. */
import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import type { PartLink, PartLinkDraft } from "../../shared/contract/part-links.ts";
import type { Failure } from "../../shared/rpc/failure.ts";
import { currentHost } from "../host/host.ts";
import { selection } from "./selection.ts";
import { exchange } from "./undo.ts";

export interface PartLinksState {
  /** Oldest first; of two about one product the later one counts. */
  readonly links: readonly PartLink[];
  /** The product about which a person is asked, while the sheet is open. */
  readonly asked: AskedProduct | undefined;
  /** Why the last change of them could not be kept. */
  readonly failure: Failure | undefined;
}

export interface AskedProduct {
  readonly product: string;
  readonly number: string;
  readonly name: string;
  readonly revision: string | undefined;
}

export const partLinks = createStore<PartLinksState>(() => ({
  links: [],
  asked: undefined,
  failure: undefined,
}));

export function usePartLinks<T>(pick: (state: PartLinksState) => T): T {
  return useStore(partLinks, pick);
}

/** The one that counts for a product of a model. */
export function linkOf(links: readonly PartLink[], product: string, number: string): PartLink | undefined {
  return links.findLast((link) => link.product === product && link.number === number);
}

/** Takes links away and adds others, as one step that can be taken back. Rejects with a Failure: then nothing has changed. */
export function changePartLinks(
  title: string,
  remove: readonly PartLink[],
  add: readonly PartLinkDraft[],
): Promise<void> {
  return exchange(title, apply, remove, add);
}

async function apply(remove: readonly PartLinkDraft[], add: readonly PartLinkDraft[]): Promise<void> {
  const links = await currentHost().partLinks.change({
    remove: remove.map(({ linkId }) => linkId),
    add: add.map(draftOf),
  });
  takePartLinks(links);
}

/** What is selected stays the same thing, under the number that it has now. */
export function takePartLinks(links: readonly PartLink[]): void {
  const before = partLinks.getState().links;
  // They come with every tree: what shows the model by them goes by their identity.
  if (JSON.stringify(before) === JSON.stringify(links)) return;
  partLinks.setState({ links });
  const { partNumber, nodes, selectNodes, selectPart } = selection.getState();
  const changed = [...before, ...links].find(({ product, number }) => {
    const was = numberUnder(before, product, number);
    return was === partNumber && was !== numberUnder(links, product, number);
  });
  if (changed === undefined) return;
  const next = numberUnder(links, changed.product, changed.number);
  if (nodes.length > 0) selectNodes(nodes, next);
  else selectPart(next);
}

/** The number under which a product of a model is asked about. */
export function numberUnder(links: readonly PartLink[], product: string, number: string): string {
  const link = linkOf(links, product, number);
  return link?.isThere === true ? link.partNumber : number;
}

/** Without what the host says of it itself. */
function draftOf(link: PartLinkDraft): PartLinkDraft {
  const { linkId, product, number, name, partNumber, finder, carriedFrom } = link;
  const own = { linkId, product, number, name, partNumber, finder };
  return carriedFrom === undefined ? own : { ...own, carriedFrom };
}
