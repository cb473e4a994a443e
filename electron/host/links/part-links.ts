/**
 * Which part a product of a CAD file is, for every question that comes from outside: the tree's lines and the model
 * of a part are answered with it here, so that no panel need know. Links survive a new revision of their file by the
 * product's id, then by its name, then by its shape in its place, also where the root has another id; the rest is
 * listed. Looking is done after every model that came and at each start; it finds by itself what is still to be done.
 */
import { randomUUID } from "node:crypto";
import type { GonePartLink, PartLink, partLinksService } from "../../../shared/contract/part-links.ts";
import type { partsService } from "../../../shared/contract/parts.ts";
import { Failure } from "../../../shared/rpc/failure.ts";
import type { ServiceImplementation } from "../../../shared/rpc/service.ts";
import type { Blobs } from "../blobs.ts";
import type { ProductPlace } from "../store/reader-contract.ts";
import type { Store } from "../store/store.ts";
import type { StoredPartLink } from "../store/writer/part-links.ts";
import { createCarryThread } from "./carry-thread.ts";
import { createFacesOfParts, type FacesOfParts } from "./faces-of-parts.ts";
import { linkedTree } from "./linked-tree.ts";
import { createRootSuccessors, type Successor } from "./root-successors.ts";
import { packTree, unpackTree } from "../../../shared/contract/part-tree.ts";

/** Lines; more nobody goes through one by one. */
const MOST_GONE = 200;

export interface PartLinks {
  readonly service: ServiceImplementation<typeof partLinksService>;
  readonly parts: Pick<ServiceImplementation<typeof partsService>, "tree" | "model">;
  /** Decisions about faces of a part, those about the products that it is among them, under its number. */
  readonly faces: FacesOfParts;
  /** Looks for links on models that came. Never rejects: a failure goes to the log. */
  run(): Promise<void>;
  close(): Promise<void>;
}

export interface PartLinksOptions {
  readonly store: Pick<Store, "reader" | "writer" | "readOnly">;
  readonly blobs: Blobs;
  readonly log: (line: string) => void;
  readonly newId?: () => string;
}

type Found = NonNullable<GonePartLink["found"]> & {
  /** Nothing but its id is another: the link goes over by itself. */
  readonly isSure: boolean;
};

/** A link whose product the newest model of its root holds no more, or whose root has another id there. */
interface Left {
  readonly link: StoredPartLink;
  /** Root of that model, and that it has the name of the other. */
  readonly product: string;
  readonly isSameName: boolean;
  readonly place: ProductPlace;
}

export function createPartLinks({ store, blobs, log, newId = randomUUID }: PartLinksOptions): PartLinks {
  const { reader, writer } = store;
  const thread = createCarryThread();
  let running: Promise<unknown> = Promise.resolve();
  let isClosed = false;
  /** What a product is like in the newest model, by both meshes and its id: it never changes. */
  const likeness = new Map<string, Found | undefined>();
  /** In turn: one mesh at a time is enough. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = running.then(work);
    running = turn.catch(() => undefined);
    return turn;
  };
  const tell = (thrown: unknown): void =>
    log(`part links: ${thrown instanceof Error ? thrown.message : String(thrown)}`);

  const withParts = async (links: readonly StoredPartLink[]): Promise<readonly PartLink[]> => {
    const partNumbers = [...new Set(links.map(({ partNumber }) => partNumber))];
    const known = new Set(partNumbers.length === 0 ? [] : await reader.models.known({ partNumbers }));
    return links.map((link) => ({ ...link, isThere: known.has(link.partNumber) }));
  };
  /** Asked for with every tree: a question must not wait for a writer that is busy with an import. */
  let kept: Promise<readonly StoredPartLink[]> | undefined;
  const forget = (): void => {
    kept = undefined;
  };
  const all = (): Promise<readonly StoredPartLink[]> => {
    // What another program changes on the same folder, nobody tells here.
    if (store.readOnly) return writer.partLinks.all({});
    return kept ?? keep(writer.partLinks.all({}));
  };
  const keep = (next: Promise<readonly StoredPartLink[]>): Promise<readonly StoredPartLink[]> => {
    kept = next;
    next.catch(forget);
    return next;
  };
  /** Who is told of a change asks before its answer is here: it waits, also for one that fails, and gets what is then. */
  const after = <T>(change: Promise<T>): Promise<T> => {
    const read = (): Promise<readonly StoredPartLink[]> => writer.partLinks.all({});
    void keep(change.then(read, read));
    return change;
  };
  const list = async (): Promise<readonly PartLink[]> => withParts(await all());

  const like = async (
    { link, product, isSameName, place }: Left,
    others: readonly Left[],
  ): Promise<Found | undefined> => {
    if (product !== link.product) {
      // A variant has most parts in common too, and is another product.
      if (link.number === link.product)
        return { number: product, name: "", by: isSameName ? "name" : "geometry", isSure: isSameName };
      if (place.isHeld) return { number: link.number, name: link.name, by: "number", isSure: true };
    }
    const [named] = place.named;
    if (named !== undefined && place.named.length === 1)
      return { number: named, name: link.name, by: "name", isSure: true };
    if (!likeness.has(likenessKey(link, place))) await lookAt(place, others);
    return likeness.get(likenessKey(link, place));
  };
  /** All products that are gone between the same two models at once: reading those is what takes time. */
  const lookAt = async (place: ProductPlace, open: readonly Left[]): Promise<void> => {
    const [older, newer] = [place.older, place.newest].map((mesh) => mesh && blobs.path(mesh));
    if (older === undefined || newer === undefined) return;
    const own = open.filter((one) => pairOf(one.place) === pairOf(place));
    const gone = { path: older, parts: own.map(({ link }) => ({ partNumber: link.number, faces: [] })) };
    const looked = await thread.look({ path: newer, parts: [], gone });
    // More of the model is to come.
    if (looked.isPartial) return;
    own.forEach(({ link }, at) => {
      const part = looked.gone[at]?.part;
      const by = part?.finder === "name" ? "name" : "geometry";
      likeness.set(
        likenessKey(link, place),
        part && {
          number: part.number,
          name: by === "name" ? link.name : "",
          by,
          isSure: by === "name" || part.isSameShape,
        },
      );
    });
  };
  const successors = createRootSuccessors(reader, blobs, thread);
  /** Of roots that have another id in a newer model. */
  const leftOfRoots = async (links: readonly StoredPartLink[]): Promise<readonly Left[]> => {
    const found: Left[] = [];
    for (const [product, own] of Map.groupBy(links, (link) => link.product)) {
      let successor: Successor | undefined;
      try {
        successor = await successors.of(product);
      } catch (thrown) {
        // A mesh that can't be read costs what would have gone there.
        if (!isClosed) tell(thrown);
      }
      if (successor === undefined) continue;
      // What has gone over, or was said of the new one by hand, is done.
      const said = links.filter((link) => link.product === successor.product);
      const done = new Set(said.map((link) => link.carriedFrom ?? link.partNumber));
      const open = own.filter((link) => !done.has(rootOf(link)) && !done.has(link.partNumber));
      const places = await successors.places(successor, product, open);
      for (const [at, link] of open.entries()) {
        const place = places[at];
        if (place !== undefined)
          found.push({ link, product: successor.product, isSameName: successor.isSameName, place });
      }
    }
    return found;
  };
  /** Links that count, whose product the newest model of its root holds no more. */
  const left = async (): Promise<readonly Left[]> => {
    const links = inForce(await all());
    if (links.length === 0) return [];
    const places = await reader.models.places({
      links: links.map(({ product, number, name }) => ({ product, number, name })),
    });
    const goesOn = new Set(links.filter((_, at) => places[at]?.isHeld === true).map(rootOf));
    const gone = links.flatMap((link, at): Left[] => {
      const place = places[at];
      return place === undefined || place.isHeld || goesOn.has(rootOf(link))
        ? []
        : [{ link, product: link.product, isSameName: false, place }];
    });
    return [...gone, ...(await leftOfRoots(links))];
  };
  const carry = async (): Promise<void> => {
    if (isClosed || store.readOnly) return;
    const open = await left();
    if (open.length === 0) return;
    const tried = new Set((await writer.partLinks.tried({})).map(({ linkId, mesh }) => `${linkId} ${mesh}`));
    const taken = new Set(inForce(await all()).map(({ product, number }) => keyOf(product, number)));
    for (const one of open) {
      const { link, product, place } = one;
      if (isClosed || tried.has(`${rootOf(link)} ${place.newest}`)) continue;
      try {
        const found = await like(one, open);
        // Where a person has said what that product is, it stays so; what is only alike waits for one.
        if (found?.isSure !== true || taken.has(keyOf(product, found.number))) continue;
        taken.add(keyOf(product, found.number));
        const { decidedBy, decidedAt: _at, ...draft } = link;
        const { number, by: finder } = found;
        const name = found.name === "" ? link.name : found.name;
        const own = { ...draft, linkId: newId(), product, number, name, finder, carriedFrom: rootOf(link) };
        await after(
          writer.partLinks.carry({
            carried: [{ link: own, decidedBy }],
            tried: [{ linkId: rootOf(link), mesh: place.newest }],
          }),
        );
      } catch (thrown) {
        // A mesh that can't be read costs its own link, which stays on the list.
        if (!isClosed) tell(thrown);
      }
    }
  };

  return {
    service: {
      list,
      gone: () =>
        inTurn(async () => {
          const open = (await left()).slice(0, MOST_GONE);
          const links = await withParts(open.map(({ link }) => link));
          const lines: GonePartLink[] = [];
          for (const [at, link] of links.entries()) {
            const one = open[at];
            if (isClosed || one === undefined) break;
            let found: Found | undefined;
            try {
              found = await like(one, open);
            } catch (thrown) {
              // Listed all the same, only without what is like it.
              tell(thrown);
            }
            lines.push({
              link,
              product: one.product,
              fileName: one.place.fileName,
              found: found && { number: found.number, name: found.name, by: found.by },
            });
          }
          return lines;
        }),
      change: async (change) => withParts(await after(writer.partLinks.change(change))),
    },
    parts: {
      tree: async (input, { signal }) => {
        const [tree, links] = await Promise.all([reader.parts.tree(input, { signal }), list()]);
        return links.length === 0 ? tree : packTree(linkedTree(unpackTree(tree), links));
      },
      model: async ({ partNumber }, { signal }) => {
        const own = await reader.parts.model({ partNumber }, { signal });
        if (own !== undefined) return own;
        const links = inForce(await all()).filter((link) => link.partNumber === partNumber);
        for (const { product, number } of links.toReversed()) {
          try {
            const model = await reader.parts.model({ partNumber: number }, { signal });
            if (model?.partNumber === product) return model;
          } catch (thrown) {
            // Of a file that is not in the cache any more.
            if (!(thrown instanceof Failure) || thrown.kind !== "invalid") throw thrown;
          }
        }
        return undefined;
      },
    },
    faces: createFacesOfParts(writer, async () => inForce(await all())),
    run: () =>
      inTurn(carry).catch((thrown: unknown) => {
        if (!isClosed) tell(thrown);
      }),
    close: async () => {
      isClosed = true;
      await thread.stop();
      await running;
    },
  };
}

/** Of two about one product the later one. @param links oldest first */
function inForce(links: readonly StoredPartLink[]): readonly StoredPartLink[] {
  return [...new Map(links.map((link) => [keyOf(link.product, link.number), link])).values()];
}

const pairOf = ({ older, newest }: ProductPlace): string => `${older} ${newest}`;
const likenessKey = ({ number }: StoredPartLink, place: ProductPlace): string => `${pairOf(place)} ${number}`;
const rootOf = ({ linkId, carriedFrom }: StoredPartLink): string => carriedFrom ?? linkId;
const keyOf = (product: string, number: string): string => JSON.stringify([product, number]);
