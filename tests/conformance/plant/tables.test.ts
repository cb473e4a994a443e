import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { segmentTables } from "../../../electron/demo/plant/feed/segment-tables.ts";
import type { RunningPlant } from "../../../electron/demo/plant/start-plant.ts";
import { startSmallPlant } from "./small-plant.ts";
import { faultOfTables } from "./tables.ts";

let running: RunningPlant;
let lines: string[];
beforeAll(async () => {
  running = await startSmallPlant();
  const log = running.plant.systems.get("mes")?.scopes.get("product:B1")?.log;
  lines = Array.from(
    { length: log?.count ?? 0 },
    (_, index) => log?.line(index).toString().trimEnd() ?? "",
  ).slice(-400);
});
afterAll(() => running.stop());

function tables(statement?: string): Buffer {
  const file = new DatabaseSync(":memory:");
  file.deserialize(segmentTables(Buffer.from(lines.map((line) => `${line}\n`).join(""))));
  if (statement !== undefined) file.exec(statement);
  const bytes = Buffer.from(file.serialize());
  file.close();
  return bytes;
}

test("tables that say what the lines say are sound", () => {
  expect(lines).toHaveLength(400);
  expect(faultOfTables(tables(), lines)).toBeUndefined();
});

test.each([
  "UPDATE event SET title = title || '!' WHERE n = 390",
  "UPDATE event SET digest = digest + 1 WHERE n = 390",
  "UPDATE event SET reference = 0 WHERE reference > 0",
  "UPDATE event SET severity = 4 WHERE n = 390",
  "UPDATE event SET details = NULL WHERE n = 390",
  "DELETE FROM event WHERE n = 390",
  "UPDATE change SET line = line || ' ' WHERE n = 1",
  "CREATE INDEX event_id ON event (id)",
  "PRAGMA user_version = 2",
])("%s is found out", (statement) => {
  expect(faultOfTables(tables(statement), lines)).toBeTypeOf("string");
});
