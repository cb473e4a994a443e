/** Links of features to faces: kept, listed, and what a new revision lacks. */
import { expect } from "vitest";
import type { LinkDraft } from "../../shared/contract/links.ts";
import type { PartLinkDraft } from "../../shared/contract/part-links.ts";
import type { Step } from "./contract-suite.ts";

const OTHER_LINK = "00000000-0000-4000-8000-000000000002";
const LINK = {
  linkId: "00000000-0000-4000-8000-000000000001",
  partNumber: "PL-200",
  revision: "A",
  sourceId: "qif:lab-a",
  characteristic: "Hole 4",
  state: "confirmed",
  finder: "size",
  face: { kind: "cylinder", origin: [1, 2, 0], axis: [0, 0, 1], radius: 2, centre: [1, 2, 3], area: 60 },
} as const satisfies LinkDraft;

const PART_LINK = {
  linkId: LINK.linkId,
  product: "P-1",
  number: "P-7",
  name: "Plate",
  partNumber: "NOT HERE",
  finder: "person",
} as const satisfies PartLinkDraft;

export const LINK_STEPS: readonly Step[] = [
  {
    method: "links.change",
    run: async (client) => {
      const added = await client.links.change({ remove: [], add: [LINK, { ...LINK, linkId: OTHER_LINK }] });
      expect(added).toMatchObject([
        { characteristic: "Hole 4", face: LINK.face, state: "confirmed" },
        { linkId: OTHER_LINK },
      ]);
      const left = await client.links.change({ remove: [OTHER_LINK], add: [LINK] });
      expect(left.map(({ linkId }) => linkId)).toEqual([LINK.linkId]);
      return [added, left];
    },
  },
  {
    method: "links.gone",
    run: async (client) => {
      const gone = await client.links.gone({});
      expect(gone).toEqual([]);
      return gone;
    },
  },
  {
    method: "links.list",
    run: async (client) => {
      const links = await client.links.list({ partNumbers: ["PL-200"] });
      expect(links).toHaveLength(1);
      expect(await client.links.list({ partNumbers: ["BX-100"] })).toEqual([]);
      return links;
    },
  },
  {
    method: "partLinks.change",
    run: async (client) => {
      const added = await client.partLinks.change({
        remove: [],
        add: [PART_LINK, { ...PART_LINK, linkId: OTHER_LINK, partNumber: "PL-200" }],
      });
      expect(added).toMatchObject([
        { number: "P-7", partNumber: "NOT HERE", isThere: false, decidedAt: expect.any(Number) as number },
        { partNumber: "PL-200", isThere: true },
      ]);
      const left = await client.partLinks.change({ remove: [OTHER_LINK], add: [PART_LINK] });
      expect(left.map(({ linkId }) => linkId)).toEqual([PART_LINK.linkId]);
      return [added, left];
    },
  },
  {
    method: "partLinks.list",
    run: async (client) => {
      const links = await client.partLinks.list({});
      expect(links).toHaveLength(1);
      return links;
    },
  },
  {
    method: "partLinks.gone",
    run: async (client) => {
      // Of a product that no model is there of: nothing can be said to be left behind.
      const gone = await client.partLinks.gone({});
      expect(gone).toEqual([]);
      return gone;
    },
  },
];
