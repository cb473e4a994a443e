/** Decisions about faces of a part, with those about the products of CAD files that it is, all under its number. */
import type { FaceLink, linksService } from "../../../shared/contract/links.ts";
import type { ServiceImplementation } from "../../../shared/rpc/service.ts";
import type { Store } from "../store/store.ts";
import type { StoredPartLink } from "../store/writer/part-links.ts";

export type FacesOfParts = Pick<ServiceImplementation<typeof linksService>, "list" | "change">;

/** @param inForce links of products that count */
export function createFacesOfParts(
  writer: Pick<Store["writer"], "links">,
  inForce: () => Promise<readonly StoredPartLink[]>,
): FacesOfParts {
  const list = async (partNumbers: readonly string[]): Promise<readonly FaceLink[]> => {
    const asked = new Set(partNumbers);
    const products = new Map(
      (await inForce())
        .filter(({ partNumber, number }) => asked.has(partNumber) && number !== partNumber)
        .map(({ number, partNumber }) => [number, partNumber]),
    );
    const found = await writer.links.list({ partNumbers: [...new Set([...asked, ...products.keys()])] });
    return found.flatMap((link) => {
      const partNumber = products.get(link.partNumber);
      // One model shows a product as the part that it is, another one under its own number.
      const own = asked.has(link.partNumber) ? [link] : [];
      return partNumber === undefined ? own : [...own, { ...link, partNumber }];
    });
  };
  return {
    list: ({ partNumbers }) => list(partNumbers),
    change: async (change) => {
      const links = await inForce();
      if (links.length === 0) return writer.links.change(change);
      const removed = new Set(change.remove);
      const before = (await writer.links.all({})).filter(({ linkId }) => removed.has(linkId));
      await writer.links.change(change);
      const touched = new Set([...before, ...change.add].map(({ partNumber }) => partNumber));
      for (const { number, partNumber } of links) if (touched.has(number)) touched.add(partNumber);
      return list([...touched]);
    },
  };
}
