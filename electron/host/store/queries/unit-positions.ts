/**
 * Where the units of parts were ever built in: the positions on the way from each unit above them down. A bearing that was in
 * a gearbox while that was in a machine has two: in gearboxes of that number, and in that place of machines.
 */
import {
  MOST_POSITIONED_UNITS,
  type PositionStep,
  type UnitPosition,
} from "../../../../shared/contract/colouring.ts";
import type { Connection } from "../open.ts";

export interface Positioned {
  readonly positions: readonly UnitPosition[];
  /** Indices into `positions` per row id of a unit; a unit that was moved has several. */
  readonly of: ReadonlyMap<number, readonly number[]>;
  /** Row id of the part per row id of a unit, 0 for those at no position. */
  readonly partOf: Uint32Array;
}

/** The same object while nothing was written and the same parts are asked for. */
export type PositionedOf = (partNumbers: readonly string[]) => Positioned;

/** Units above each other: more than any product is built of, and an end where records branch without one. */
const MOST_LEVELS = 8;
/** Ways up, over all units: beyond them only those of one step are told. */
const MOST_WAYS = 400_000;

interface Row {
  readonly child: number;
  readonly part: number;
  readonly partNumber: string;
  readonly parent: number;
  readonly parentNumber: string;
  readonly position: string;
  /** µs UTC; null: from the beginning, to the end. */
  readonly installed: number | null;
  readonly removed: number | null;
}

/** A way from a unit up, and when it was there. */
interface Way {
  readonly place: UnitPosition;
  readonly from: number;
  readonly to: number;
}

const COMPONENTS = `SELECT u.unit_id AS child, u.part_id AS part, p.number AS partNumber, c.parent_id AS parent,
    o.number AS parentNumber, c.position, c.installed_us AS installed, c.removed_us AS removed`;
const ABOVE = "JOIN unit h ON h.unit_id = c.parent_id JOIN part o ON o.part_id = h.part_id";

export function createUnitPositions(connection: Connection): PositionedOf {
  const largest = connection.prepare("SELECT max(unit_id) FROM unit").pluck();
  const twins = connection.prepare("SELECT unit_id, same_as FROM unit WHERE same_as > 0").raw();
  const ofParts = connection.prepare(
    `${COMPONENTS} FROM part p JOIN unit u USING (part_id) JOIN unit_component c ON c.child_id = u.unit_id ${ABOVE}
     WHERE p.number IN (SELECT value FROM json_each(?)) AND c.position <> '' LIMIT ?`,
  );
  const ofUnits = connection.prepare(
    `${COMPONENTS} FROM json_each(?) j CROSS JOIN unit_component c ON c.child_id = j.value
       JOIN unit u ON u.unit_id = c.child_id JOIN part p ON p.part_id = u.part_id ${ABOVE} WHERE c.position <> '' LIMIT ?`,
  );
  let known: { readonly of: number; readonly key: string; readonly positioned: Positioned } | undefined;

  const read = (partNumbers: readonly string[]): Positioned => {
    const partOf = new Uint32Array(Number(largest.get() ?? 0) + 1);
    const asked = ofParts.all(JSON.stringify(partNumbers), MOST_POSITIONED_UNITS + 1) as Row[];
    if (asked.length === 0 || asked.length > MOST_POSITIONED_UNITS)
      return { positions: [], of: new Map(), partOf };
    // What a person said is one unit is at the positions of all its records.
    const same = new Map(twins.all() as [number, number][]);
    const rootOf = (unit: number): number => same.get(unit) ?? unit;
    const members = new Map<number, number[]>();
    for (const [unit, root] of same) push(members, root, unit);
    const recordsOf = (root: number): readonly number[] => [root, ...(members.get(root) ?? [])];

    const above = new Map<number, Row[]>();
    for (const row of asked) push(above, rootOf(row.child), row);
    for (const row of readAbove(asked, rootOf, recordsOf)) push(above, rootOf(row.child), row);
    const waysOf = wayFinder(above, rootOf);

    const positions: UnitPosition[] = [];
    const indices = new Map<UnitPosition, number>();
    const of = new Map<number, readonly number[]>();
    for (const { child, part } of asked) {
      const root = rootOf(child);
      if (!of.has(root)) {
        const own: number[] = [];
        for (const { place } of waysOf(root)) {
          const index = indices.get(place) ?? positions.push(place) - 1;
          indices.set(place, index);
          if (!own.includes(index)) own.push(index);
        }
        of.set(root, own);
        partOf[root] = part;
        for (const unit of members.get(root) ?? []) {
          of.set(unit, own);
          partOf[unit] = part;
        }
      }
      partOf[child] = part;
    }
    return { positions, of, partOf };
  };

  /** Where what the asked units were built into was built in itself, and so on; nothing where that is more than can be told. */
  const readAbove = (
    asked: readonly Row[],
    rootOf: (unit: number) => number,
    recordsOf: (root: number) => readonly number[],
  ): readonly Row[] => {
    const read = new Set(asked.map(({ child }) => child));
    const found: Row[] = [];
    let last = asked;
    for (let level = 1; level < MOST_LEVELS && last.length > 0; level += 1) {
      const next = new Set(
        last.flatMap(({ parent }) => recordsOf(rootOf(parent))).filter((id) => !read.has(id)),
      );
      for (const id of next) read.add(id);
      const room = MOST_POSITIONED_UNITS - found.length;
      last = ofUnits.all(JSON.stringify([...next]), room + 1) as Row[];
      if (last.length > room) return [];
      found.push(...last);
    }
    return found;
  };

  return (partNumbers) => {
    // Any commit of another connection is a change: what is built in where is no event, so the columns don't tell.
    const now = Number(connection.pragma("data_version", { simple: true }));
    const key = JSON.stringify(partNumbers);
    if (known?.of !== now || known.key !== key) known = { of: now, key, positioned: read(partNumbers) };
    return known.positioned;
  };
}

/** Ways up from a unit, each step at a time when those below it were there too; no unit is on one twice. */
function wayFinder(
  above: ReadonlyMap<number, readonly Row[]>,
  rootOf: (unit: number) => number,
): (root: number) => readonly Way[] {
  const known = new Map<number, readonly Way[]>();
  const places = createPlaces();
  let count = 0;
  const find = (root: number, below: readonly number[]): { ways: readonly Way[]; isWhole: boolean } => {
    const before = known.get(root);
    if (before !== undefined) return { ways: before, isWhole: true };
    const ways: Way[] = [];
    let isWhole = true;
    for (const row of above.get(root) ?? []) {
      const up = rootOf(row.parent);
      if (up === root || below.includes(up)) {
        isWhole = false;
        continue;
      }
      const [from, to] = [row.installed ?? -Infinity, row.removed ?? Infinity];
      ways.push({ place: places.first(row), from, to });
      if (below.length + 1 >= MOST_LEVELS || count >= MOST_WAYS) {
        isWhole = false;
        continue;
      }
      const higher = find(up, [...below, root]);
      if (!higher.isWhole) isWhole = false;
      for (const way of higher.ways) {
        if (way.place.path.length >= MOST_LEVELS) continue;
        const [begin, end] = [Math.max(from, way.from), Math.min(to, way.to)];
        if (begin < end) ways.push({ place: places.within(way.place, row), from: begin, to: end });
      }
    }
    // Units that all hold each other would be gone through without end.
    count += 1 + ways.length;
    // What a circle cut short is cut elsewhere for another unit. Most units hold none that would ask again.
    if (isWhole && below.length > 0) known.set(root, ways);
    return { ways, isWhole };
  };
  return (root) => find(root, []).ways;
}

interface Places {
  readonly first: (row: Row) => UnitPosition;
  /** One step further down. */
  readonly within: (place: UnitPosition, row: Row) => UnitPosition;
}

/** One object for each place: of many thousand units few stand at different ones. */
function createPlaces(): Places {
  const firsts = new Map<string, UnitPosition>();
  const nexts = new Map<UnitPosition, Map<string, UnitPosition>>();
  const take = (
    from: Map<string, UnitPosition>,
    parentNumber: string,
    path: readonly PositionStep[],
    { partNumber, position }: Row,
    key: string,
  ): UnitPosition => {
    const known = from.get(key);
    if (known !== undefined) return known;
    const made = { parentNumber, path: [...path, { partNumber, position }] };
    from.set(key, made);
    return made;
  };
  const stepKey = ({ partNumber, position }: Row): string => `${partNumber}\n${position}`;
  return {
    first: (row) => take(firsts, row.parentNumber, [], row, `${row.parentNumber}\n${stepKey(row)}`),
    within: (place, row) => {
      const next = nexts.get(place) ?? new Map<string, UnitPosition>();
      nexts.set(place, next);
      return take(next, place.parentNumber, place.path, row, stepKey(row));
    },
  };
}

function push<T>(lists: Map<number, T[]>, key: number, item: T): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [item]);
  else list.push(item);
}
