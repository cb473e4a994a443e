/**
 * Which model is a new revision of a product whose root has another id there: by its name with parts in common, by
 * most of its parts' ids, or by most of its parts' names, shapes and places. Where two may be it, neither is.
 */
import type { Blobs } from "../blobs.ts";
import type { LaterProduct, ProductPlace } from "../store/reader-contract.ts";
import type { Store } from "../store/store.ts";
import type { StoredPartLink } from "../store/writer/part-links.ts";
import type { CarryThread } from "./carry-thread.ts";

export type Successor = Pick<LaterProduct, "product" | "mesh" | "older" | "isSameName">;

export interface RootSuccessors {
  /** Undefined: there is none, or more than one. Rejects where a mesh can't be read. */
  readonly of: (product: string) => Promise<Successor | undefined>;
  /** Where linked products of the older root stand in the newer one. */
  readonly places: (
    successor: Successor,
    product: string,
    links: readonly StoredPartLink[],
  ) => Promise<readonly (ProductPlace | undefined)[]>;
}

/** Share of the parts of the larger of the two. */
const MOST = 0.5;
/** Models that are read to compare shapes; of a folder of files of all kinds those that came last. */
const MOST_READ = 8;

export function createRootSuccessors(
  reader: Pick<Store["reader"], "models">,
  blobs: Blobs,
  thread: CarryThread,
): RootSuccessors {
  /** By both meshes: it never changes. */
  const known = new Map<string, boolean>();
  const isAlike = async ({ mesh, older }: LaterProduct): Promise<boolean> => {
    const key = `${older} ${mesh}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const [path, olderPath] = [blobs.path(mesh), blobs.path(older)];
    if (path === undefined || olderPath === undefined) return false;
    // One that can't be read is asked again only once it is another.
    known.set(key, false);
    const { isPartial, likeness = 0 } = await thread.look({ path, parts: [], likeness: olderPath });
    // More of the model is to come.
    if (isPartial) known.delete(key);
    else known.set(key, likeness >= MOST);
    return likeness >= MOST;
  };
  return {
    of: async (product) => {
      const later = await reader.models.later({ product });
      const byIds = later.filter(isByIds);
      if (byIds.length > 0) return byIds.length === 1 ? byIds[0] : undefined;
      const alike: LaterProduct[] = [];
      for (const one of later.filter(isOfSize).slice(-MOST_READ)) if (await isAlike(one)) alike.push(one);
      return alike.length === 1 ? alike[0] : undefined;
    },
    places: async (successor, product, links) => {
      const ask = (root: string, of: readonly (readonly [number: string, name: string])[]) =>
        reader.models.places({ links: of.map(([number, name]) => ({ product: root, number, name })) });
      const places = await ask(
        successor.product,
        links.map(({ number, name }) => [number, name]),
      );
      const named = [...new Set(places.flatMap((place) => place?.named ?? []))];
      const before = await ask(
        product,
        named.map((number) => [number, ""]),
      );
      // What the older model held beside it is a product of its own, whatever it is called.
      const isOther = new Set(named.filter((_, at) => before[at]?.isHeld === true));
      return places.map(
        (place) =>
          place && {
            ...place,
            older: successor.older,
            named: place.named.filter((number) => !isOther.has(number)),
          },
      );
    },
  };
}

/** One of far more parts, or of far fewer, can't have most of them in common. */
function isOfSize({ before, after }: LaterProduct): boolean {
  return Math.min(before, after) >= Math.max(before, after) * MOST;
}

function isByIds({ isSameName, common, before, after }: LaterProduct): boolean {
  return common > 0 && (isSameName || common >= Math.max(before, after) * MOST);
}
