/** Links of features to faces: kept, listed, and what a new revision lacks. */
import { expect } from "vitest";
import type { LinkDraft } from "../../shared/contract/links.ts";
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
];
