/** Production: orders, operations, what was built into what, the circumstances of each unit, the shift book. */
import { plantIso } from "../plant-time.ts";
import { itemOf, TRACKING } from "../product-structure.ts";
import type { Installation, Operation, Unit, Year } from "../year.ts";
import { shiftBook } from "./shift-book.ts";
import { eventEntry, type DemoSource, type Entry } from "./source.ts";

export const MES: DemoSource = {
  id: "demo:mes",
  name: "MES",
  opening: "weeks",
  entries: (year) => [...floorEntries(year), ...shiftBook(year)],
};

/** What is booked as it happens. */
export const floorEntries = (year: Year): readonly Entry[] => [
  ...year.operations.map(operation),
  ...year.installations.flatMap(installation),
  ...orders(year),
  ...factors(year),
];

function operation({
  order,
  step,
  name,
  station,
  unit,
  start,
  end,
  shift,
  operator,
  program,
}: Operation): Entry {
  const row = {
    wo: order,
    op: step,
    sn: unit.name,
    st: station,
    opr: operator,
    t0: plantIso(start),
    t1: plantIso(end),
    ...(program === undefined ? {} : { pgm: program.name, rev: program.revision, rel: program.released }),
  };
  return eventEntry(start, {
    key: `op/${order}/${unit.name}/${step}/${start}`,
    kind: "production",
    type: "operation",
    title: `${name} · ${unit.name}`,
    endedAt: end,
    unit: unit.reference,
    equipment: station,
    order,
    operation: step,
    actor: operator,
    details: {
      shift,
      ...(program === undefined
        ? {}
        : {
            program: program.name,
            "program revision": program.revision,
            "released revision": program.released,
          }),
    },
    payload: JSON.stringify(row),
  });
}

const componentKey = ({ parent, child, position }: Installation): string =>
  `${parent.name}/${position}/${child.part}/${child.name}`;

function installation(built: Installation): Entry[] {
  const { parent, child, position, at, removed, station } = built;
  const key = componentKey(built);
  const name = `${itemOf(child.part).name} ${child.name}`;
  const event = (
    type: "install" | "remove",
    title: string,
    done: NonNullable<Installation["removed"]>,
  ): Entry =>
    eventEntry(done.at, {
      key: `${type}/${key}`,
      kind: "production",
      type,
      title,
      unit: child.reference,
      equipment: done.station,
      order: done.order,
      actor: done.operator,
      payload: JSON.stringify({
        scan: child.name,
        pn: child.part,
        into: parent.name,
        pos: position,
        act: type,
        t: plantIso(done.at),
        opr: done.operator,
      }),
    });
  const by = TRACKING.get(child.part)?.by;
  // Lots are booked, not scanned; the board's components are placed by a machine that reports boards.
  const isScanned = by !== "lot" && !(by === "designator" && station === "SMT-1");
  return [
    {
      at: removed?.at ?? at,
      record: {
        record: "unit-component",
        key,
        parent: parent.reference,
        child: child.reference,
        position,
        installedAt: at,
        ...(removed === undefined ? {} : { removedAt: removed.at }),
      },
    },
    ...(isScanned ? [event("install", `${name} into ${parent.name}`, built)] : []),
    ...(removed === undefined ? [] : [event("remove", `${name} out of ${parent.name}`, removed)]),
  ];
}

interface Order {
  readonly number: string;
  readonly part: string;
  from: number;
  to: number;
  readonly units: Set<Unit>;
}

/** Released half a day before its first operation, completed with its last. */
function orders({ operations, calendar }: Year): Entry[] {
  const found = new Map<string, Order>();
  for (const { order: number, unit, start, end } of operations) {
    const known = found.get(number);
    if (known === undefined)
      found.set(number, { number, part: unit.part, from: start, to: end, units: new Set([unit]) });
    else {
      known.from = Math.min(known.from, start);
      known.to = Math.max(known.to, end);
      known.units.add(unit);
    }
  }
  return [...found.values()].flatMap(({ number, part, from, to, units }) => {
    const released = calendar.instant(Math.max(0, calendar.workAt(from) - 470));
    const entry = (type: string, at: number, text: string): Entry =>
      eventEntry(at, {
        key: `${type}/${number}`,
        kind: "production",
        type,
        title: `Order ${number} ${text}: ${units.size} × ${itemOf(part).name}`,
        part: { name: part, strength: "stated" },
        order: number,
        payload: JSON.stringify({ wo: number, pn: part, qty: units.size, st: text, t: plantIso(at) }),
      });
    return [entry("order-release", released, "released"), entry("order-completion", to, "completed")];
  });
}

/** On the actuator all that is known; on the housing what it was made with. */
function factors({ actuators, housings, operations }: Year): Entry[] {
  const of = (unit: Unit, values: ReadonlyMap<string, string>, at: number): Entry[] =>
    [...values].map(([factor, value]) => ({
      at,
      record: { record: "factor", key: `${unit.name}/${factor}`, unit: unit.reference, factor, value },
    }));
  const bored = new Map(operations.filter(({ step }) => step === "0020").map(({ unit, end }) => [unit, end]));
  return [
    ...actuators.flatMap(({ unit, factors: values, packedAt }) => of(unit, values, packedAt)),
    ...housings.flatMap(({ unit, factors: values }) => of(unit, values, bored.get(unit) ?? 0)),
  ];
}
