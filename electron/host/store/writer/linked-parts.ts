/**
 * Links between products of CAD files and parts, as the cache needs them: a linked part counts for every assembly
 * of the file that holds its product, and what is known of the product, and stands below it, counts for the part.
 */
import type { Connection } from "../open.ts";
import { rebuildClosure } from "./models.ts";

/** Of two about one product the later one counts; a part that is not here counts for nothing. */
const IN_FORCE = `
  SELECT r.part_id AS product, x.part_id AS number, m.part_id AS part
  FROM json_each(?) l
  JOIN part r ON r.number = l.value ->> 0 JOIN part x ON x.number = l.value ->> 1 JOIN part m ON m.number = l.value ->> 2
  WHERE x.part_id <> m.part_id`;

/** All that is below a part by now, itself with it. */
const BELOW = `WITH RECURSIVE below (part) AS (
    SELECT ? UNION
    SELECT child_id FROM below JOIN bom_line ON parent_id = part UNION
    SELECT child_id FROM below JOIN linked_line ON parent_id = part
  ) SELECT part FROM below`;

interface Link {
  readonly product: number;
  readonly number: number;
  readonly part: number;
}

export interface LinkedParts {
  /**
   * Brings the cache's links in step with those of people and the closure with them; true: something is another now.
   * @param structure what is below what may have changed since; if not, equal links leave everything as it is
   */
  take(structure: boolean): boolean;
}

export function createLinkedParts(cache: Connection, user: Connection): LinkedParts {
  const stored = user.prepare(
    "SELECT product, number, part_number AS part FROM part_link ORDER BY decided_us, link_id",
  );
  const inForce = cache.prepare(IN_FORCE);
  const known = cache.prepare(
    "SELECT product_id AS product, number_id AS number, part_id AS part FROM linked_part",
  );
  const lines = cache.prepare("SELECT parent_id, child_id FROM linked_line ORDER BY 1, 2").raw();
  const forget = cache.prepare("DELETE FROM linked_part");
  const forgetLines = cache.prepare("DELETE FROM linked_line");
  const keep = cache.prepare("INSERT INTO linked_part VALUES (?, ?, ?)");
  const keepLine = cache.prepare("INSERT OR IGNORE INTO linked_line VALUES (?, ?)");
  const parents = cache.prepare("SELECT DISTINCT parent_id FROM bom_line WHERE child_id = ?").pluck();
  const below = cache.prepare(BELOW).pluck();
  const belowOf = (part: number): ReadonlySet<number> => new Set(below.all(part) as number[]);

  const wanted = (): readonly Link[] => {
    const rows = stored.all() as { product: string; number: string; part: string }[];
    if (rows.length === 0) return [];
    const last = new Map(
      rows.map(({ product, number, part }) => [JSON.stringify([product, number]), [product, number, part]]),
    );
    return inForce.all(JSON.stringify([...last.values()])) as Link[];
  };
  /** One that would close a circle is left out: a part is not below itself. */
  const addLine = (parent: number, child: number): void => {
    if (!belowOf(child).has(parent)) keepLine.run(parent, child);
  };
  const linesOf = (links: readonly Link[]): void => {
    const files = new Map<number, ReadonlySet<number>>();
    for (const { product, number, part } of links) {
      addLine(part, number);
      // Of the file alone: elsewhere the product may be another part, or none.
      const file = product === number ? undefined : (files.get(product) ?? belowOf(product));
      if (file !== undefined) files.set(product, file);
      for (const parent of parents.all(number) as number[])
        if (file?.has(parent) !== false) addLine(parent, part);
    }
  };
  return {
    take: cache.transaction((structure: boolean): boolean => {
      const links = wanted();
      const kept = known.all() as Link[];
      // Asked after every delivery of a plant: all but its links stands still then.
      if (isSame(links, kept) && (!structure || links.length === 0)) return false;
      const before = JSON.stringify([kept, lines.all()]);
      forget.run();
      forgetLines.run();
      for (const { product, number, part } of links) keep.run(product, number, part);
      linesOf(links);
      if (JSON.stringify([known.all(), lines.all()]) === before) return false;
      rebuildClosure(cache);
      return true;
    }),
  };
}

/** In whatever order. */
function isSame(a: readonly Link[], b: readonly Link[]): boolean {
  const keys = (links: readonly Link[]): string =>
    links
      .map(({ product, number, part }) => `${product} ${number} ${part}`)
      .toSorted()
      .join();
  return a.length === b.length && keys(a) === keys(b);
}
