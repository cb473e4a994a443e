import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { safeParse } from "valibot";
import { afterAll, expect, test } from "vitest";
import { changeSchema } from "../../../shared/contract/plant/protocol.ts";
import { addBulk, bulkScope, writeBulk } from "./bulk.ts";
import { createSystemFeed, type SystemFeed } from "./feed/system-feed.ts";

const folder = mkdtempSync(join(tmpdir(), "throughline-bulk-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const feed = (): SystemFeed =>
  createSystemFeed(
    { id: "mes", kind: "mes", name: "MES", tellsDeletes: true, accepts: [] },
    "e",
    () => undefined,
  );

const textOf = (system: SystemFeed, product: number): string => {
  const log = system.scopes.get(bulkScope(product).id)?.log;
  return log === undefined ? "" : Buffer.concat(log.slices(0, log.count)).toString();
};

test("every line is a change of the protocol, with its units before the events that name them", () => {
  const system = feed();
  addBulk(system, { events: 3_000 }, 5);
  const units = new Set<string>();
  let events = 0;
  let last = 0;
  for (const line of textOf(system, 0).trimEnd().split("\n")) {
    const { success, output, issues } = safeParse(changeSchema, JSON.parse(line));
    if (!success || output.op !== "put") throw new Error(`${line}: ${issues?.[0].message}`);
    expect(output.position).toBe(last + 1);
    last = output.position;
    const { record } = output;
    if (record.record === "unit") units.add(record.unit.serial ?? "");
    if (record.record !== "event") continue;
    events += 1;
    if (!units.has(record.unit?.serial ?? "?"))
      throw new Error(`${output.id} names a unit that is not there`);
  }
  expect(events).toBe(3_000);
  expect(system.head).toBe(last);
});

test("the same seed gives the same bytes, in a feed, spilled to files, and written to one file", () => {
  const [memory, spilled, other] = [feed(), feed(), feed()];
  addBulk(memory, { events: 1_001, products: 2 }, 5);
  addBulk(spilled, { events: 1_001, products: 2, spillFolder: folder }, 5);
  addBulk(other, { events: 1_001, products: 2 }, 6);
  const file = join(folder, "bulk.ndjson");
  const bytes = writeBulk(file, { events: 1_001, products: 2 }, 5);
  const text = textOf(memory, 0) + textOf(memory, 1);
  expect(textOf(spilled, 0) + textOf(spilled, 1)).toBe(text);
  expect(readFileSync(file, "utf8")).toBe(text);
  expect(bytes).toBe(Buffer.byteLength(text));
  expect(textOf(other, 0)).not.toBe(textOf(memory, 0));
  expect(text.match(/"record":"event"/g)).toHaveLength(1_001);
});
