import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ImportError } from "../../importer.ts";
import { readExchangeFile } from "../part21/exchange-file.ts";
import { readStructure, type CadStructure } from "./cad-structure.ts";
import { Exchange, exchangeText, METRE } from "./testing.ts";

const SEED = 10303;

/** A machine of two units of two blocks each, coloured, one mapped, one mirrored, one in metres. */
function machine(): readonly string[] {
  const exchange = new Exchange();
  const context = exchange.context();
  const [origin, away] = [exchange.axes(), exchange.axes([5, 6, 7], [0, 1, 0], [1, 0, 0])];
  const first = exchange.block(1, 2, 3);
  const shape = exchange.representation([origin, first.solid], context, "ADVANCED_BREP_SHAPE_REPRESENTATION");
  const block = exchange.product("10-1", shape, "Block", "B");
  const metres = exchange.context(METRE);
  const second = exchange.block(1, 1, 1);
  const inner = exchange.representation([second.solid], metres);
  const map = exchange.add(`REPRESENTATION_MAP(#${origin},#${inner})`);
  const operator = exchange.add(
    `CARTESIAN_TRANSFORMATION_OPERATOR_3D('',#${exchange.direction(1, 0, 0)},#${exchange.direction(0, -1, 0)},#${exchange.point(1, 0, 0)},2.,$)`,
  );
  const mirrored = exchange.representation(
    [exchange.add(`MAPPED_ITEM('',#${map},#${operator})`), exchange.add(`MAPPED_ITEM('',#${map},#${away})`)],
    context,
  );
  const pair = exchange.product("10-2", mirrored, "Pair", "A");
  const unitShape = exchange.representation([origin, away], context);
  const unit = exchange.product("20-1", unitShape, "Unit");
  const topShape = exchange.representation([origin, away], context);
  const top = exchange.product("30-1", topShape, "Machine");
  const relations = [
    exchange.place(exchange.usage(unit, block, { id: "10.1" }), shape, unitShape, origin, origin),
    exchange.place(exchange.usage(unit, block, { id: "10.2" }), shape, unitShape, origin, away),
    exchange.place(
      exchange.usage(unit, pair, { id: "20.1", designator: "X1/2" }),
      mirrored,
      unitShape,
      origin,
      away,
    ),
    exchange.place(exchange.usage(top, unit, { id: "1", name: "left" }), topShape, unitShape, origin, origin),
    exchange.place(exchange.usage(top, unit, { id: "2", name: "left" }), topShape, unitShape, away, origin),
  ];
  const base = exchange.styled(first.solid, exchange.style(1, 0, 0));
  exchange.styled(first.faces[2] ?? 0, exchange.style(0, 1, 0));
  exchange.add(
    `CONTEXT_DEPENDENT_OVER_RIDING_STYLED_ITEM('',(#${exchange.style(0, 0, 1)}),#${first.solid},#${base},(#${relations[1]}))`,
  );
  exchange.add(`INVISIBILITY((#${second.solid}))`);
  return exchange.lines;
}

const lines = machine();
const whole = Buffer.from(exchangeText(lines.join("\n")), "latin1");

/** All that stays when numbers and order of the instances change; faces by what they look like. */
function essence({ parts, nodes, bomLines, problems }: CadStructure): unknown {
  const name = (index: number): string => `${parts[index]?.number} ${parts[index]?.revision}`;
  const looks = (bodies: CadStructure["parts"][number]["bodies"]): readonly string[] =>
    bodies
      .map(({ faces, transform, lengthUnit }) => ({
        transform,
        lengthUnit,
        faces: faces.map((face) => JSON.stringify({ ...face, id: 0 })).sort(),
      }))
      .map((body) => JSON.stringify(body))
      .sort();
  return {
    parts: parts
      .map(({ bodies, hidden, definition: _definition, ...part }) => ({
        ...part,
        bodies: looks(bodies),
        hidden: hidden === undefined ? undefined : { count: hidden.count, bodies: looks(hidden.bodies) },
      }))
      .map((part) => JSON.stringify(part))
      .sort(),
    nodes: nodes
      .map(({ parent, part, ...node }) =>
        JSON.stringify({ ...node, part: name(part), in: nodes[parent]?.path }),
      )
      .sort(),
    bom: bomLines
      .map(({ parent, child, occurrenceNames, ...line }) =>
        JSON.stringify({
          ...line,
          parent: name(parent),
          child: name(child),
          names: occurrenceNames.toSorted(),
        }),
      )
      .sort(),
    problems,
  };
}

/** What holds of every structure, however damaged its file. */
function checkInvariants({ parts, nodes, bomLines }: CadStructure): void {
  expect(new Set(nodes.map(({ path }) => path)).size).toBe(nodes.length);
  for (const [index, { parent, part, occurrence, path, transform }] of nodes.entries()) {
    expect(parent).toBeLessThan(index);
    expect(parts[part]).toBeDefined();
    expect(transform).toHaveLength(16);
    expect(transform.every((value) => Number.isFinite(value))).toBe(true);
    const step = path.split("/").at(-1)?.replaceAll("~1", "/").replaceAll("~0", "~");
    expect(step).toBe(occurrence);
    expect(path.split("/").slice(0, -1).join("/")).toBe(nodes[parent]?.path ?? "");
    expect(occurrence).not.toMatch(/^#/);
  }
  for (const { parent, child, quantity } of bomLines) {
    expect(parts[parent]).toBeDefined();
    expect(parts[child]).toBeDefined();
    expect(quantity).toBeGreaterThanOrEqual(0);
  }
  for (const { bodies, number } of parts) {
    expect(number).not.toBe("");
    for (const { faces, items, lengthUnit, angleUnit } of bodies) {
      expect(items.length).toBeGreaterThan(0);
      expect(faces.length).toBeGreaterThan(0);
      expect(lengthUnit > 0 && angleUnit > 0).toBe(true);
    }
  }
}

const reference = readStructure(readExchangeFile(whole));

test("the machine is read as it was written", () => {
  expect(reference.nodes.map(({ path }) => path)).toEqual([
    "30-1",
    "30-1/left",
    "30-1/left/10.1",
    "30-1/left/10.2",
    "30-1/left/X1~12",
    "30-1/left:2",
    "30-1/left:2/10.1",
    "30-1/left:2/10.2",
    "30-1/left:2/X1~12",
  ]);
  expect(reference.nodes.filter(({ colour }) => colour !== undefined)).toHaveLength(2);
  expect(reference.problems).toEqual([]);
  checkInvariants(reference);
});

describe("properties", () => {
  test("numbers and order of instances mean nothing", () => {
    const expected = essence(reference);
    fc.assert(
      fc.property(
        fc.shuffledSubarray(
          lines.map((_, i) => i),
          { minLength: lines.length },
        ),
        fc.integer({ min: 1, max: 1_000_000_000 }),
        fc.integer({ min: 1, max: 1000 }),
        (order, offset, step) => {
          // Every instance gets the number of its new place.
          const renumbered = new Map(
            order.map((old, place) => [String(old + 1), String(offset + place * step)]),
          );
          const text = order
            .map((old) =>
              (lines[old] ?? "").replace(/#(\d+)/g, (_, id: string) => `#${renumbered.get(id) ?? id}`),
            )
            .join("\n");
          const file = readExchangeFile(Buffer.from(exchangeText(text), "latin1"));
          expect(essence(readStructure(file))).toEqual(expected);
        },
      ),
      { seed: SEED, numRuns: 30 },
    );
  });

  test("cut, overwritten, doubled or with references bent anywhere: a sound structure or a refusal", () => {
    const edit = fc.oneof(
      fc.record({ kind: fc.constant("cut" as const), at: fc.nat(), to: fc.nat() }),
      fc.record({ kind: fc.constant("bend" as const), at: fc.nat(), to: fc.nat() }),
      fc.record({ kind: fc.constant("drop" as const), at: fc.nat(), to: fc.nat() }),
      fc.record({ kind: fc.constant("byte" as const), at: fc.nat(), to: fc.nat({ max: 255 }) }),
    );
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 6 }), (edits) => {
        let text = whole.toString("latin1");
        for (const { kind, at, to } of edits) {
          if (kind === "cut") text = text.slice(0, Math.floor(text.length * (0.5 + (at % 1000) / 2000)));
          else if (kind === "byte") {
            const place = at % text.length;
            text = text.slice(0, place) + String.fromCharCode(to) + text.slice(place + 1);
          } else if (kind === "drop") {
            const rows = text.split("\n");
            rows.splice(at % rows.length, 1);
            text = rows.join("\n");
          } else {
            // One reference leads to any other instance: loops, wrong kinds.
            const found = [...text.matchAll(/(?<!^)#\d+/gm)];
            const match = found[at % Math.max(found.length, 1)];
            if (match !== undefined)
              text = `${text.slice(0, match.index)}#${(to % lines.length) + 1}${text.slice(match.index + match[0].length)}`;
          }
        }
        try {
          checkInvariants(readStructure(readExchangeFile(Buffer.from(text, "latin1"))));
        } catch (thrown) {
          if (!(thrown instanceof ImportError)) throw thrown;
        }
      }),
      { seed: SEED, numRuns: 400 },
    );
  });
});
