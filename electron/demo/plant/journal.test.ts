import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, expect, test } from "vitest";
import type { Submission } from "../../../shared/contract/plant/protocol.ts";
import { startPlant, type RunningPlant } from "./start-plant.ts";

const root = mkdtempSync(join(tmpdir(), "throughline-journal-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let stateFolder = root;
beforeEach(() => {
  stateFolder = mkdtempSync(join(root, "state-"));
});

const uuid = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;
const submission: Submission = {
  client: uuid(1),
  number: 1,
  key: uuid(2),
  kind: "change-request",
  body: { id: uuid(3), title: "T", problem: "", proposal: "", evidence: [], files: [], createdAt: 0 },
};
const start = (seed = 1, epochSalt = "one"): Promise<RunningPlant> =>
  startPlant({ clock: () => 0, seed, units: 0, stateFolder, epochSalt });
const shape = ({ plant }: RunningPlant): unknown =>
  [...plant.systems.values()].map(({ id, epoch, head, scopes }) => [
    id,
    epoch,
    head,
    [...scopes.values()].map(({ log }) => Buffer.concat(log.slices(0, log.count)).toString()),
  ]);

test("after a restart of the process the plant is the same, and so are its answers", async () => {
  const first = await start();
  first.plant.advance(900);
  const answer = first.plant.submit(submission);
  first.plant.put("qms", "site", "note/1", { record: "note", key: "1", text: "x" });
  first.plant.put("qms", "site", "note/2", { record: "note", key: "2", text: "y" });
  first.plant.remove("qms", "site", "note/1");
  first.plant.changeEpoch("qms");
  first.plant.advance(100);
  const before = shape(first);
  await first.stop();

  const second = await start(1, "two");
  expect(shape(second)).toEqual(before);
  expect(second.plant.submit(submission)).toEqual(answer);
  expect(second.plant.requests).toEqual(["ECR-0047"]);
  expect(second.plant.worked).toBe(1_000);
  second.plant.advance(50);
  const later = shape(second);
  await second.stop();
  const third = await start();
  expect(shape(third)).toEqual(later);
  await third.stop();
});

test("steps of time that follow each other are kept as one, and the plant is the same", async () => {
  const first = await start();
  for (let step = 0; step < 40; step += 1) first.plant.advance(2);
  first.plant.submit(submission);
  for (let step = 0; step < 400; step += 1) first.plant.advance(2);
  const before = shape(first);
  await first.stop();
  const second = await start();
  expect(shape(second)).toEqual(before);
  await second.stop();
  const lines = readFileSync(join(stateFolder, "journal.ndjson"), "utf8").trim().split("\n");
  expect(lines.slice(1).map((line) => (JSON.parse(line) as unknown[])[0])).toEqual([
    "advance",
    "submit",
    "advance",
  ]);
});

test("a line that was cut off in writing counts as never begun", async () => {
  const first = await start();
  first.plant.put("qms", "site", "note/1", { record: "note", key: "1", text: "x" });
  const before = shape(first);
  await first.stop();
  appendFileSync(join(stateFolder, "journal.ndjson"), '["put","qms","site","no');
  const second = await start();
  expect(shape(second)).toEqual(before);
  await second.stop();
  expect(readFileSync(join(stateFolder, "journal.ndjson"), "utf8")).toMatch(/\n$/);
});

test("a plant of another content begins a journal and epochs of its own", async () => {
  const first = await start();
  first.plant.put("qms", "site", "note/1", { record: "note", key: "1", text: "x" });
  const epoch = first.plant.systems.get("qms")?.epoch;
  await first.stop();
  const second = await start(2, "two");
  expect(second.plant.systems.get("qms")?.head).toBe(0);
  expect(second.plant.systems.get("qms")?.epoch).not.toBe(epoch);
  await second.stop();
});

test("files that were sent are there after a restart, half files are not", async () => {
  const first = await start();
  const content = Buffer.from("evidence");
  const { sha256 } = first.plant.files.add("x", content);
  expect(await first.plant.files.receive(sha256, one(content))).toBe("known");
  const sent = Buffer.from("a photo");
  const name = "4f8a9bb6f6e1a7b0b1a3a5a8d57ecb1d1ba5a0d5b2d4c3c0a5d8a3b7c6e1f2a3";
  expect(await first.plant.files.receive(name, one(sent))).toBe("wrong-hash");
  const { createHash } = await import("node:crypto");
  const right = createHash("sha256").update(sent).digest("hex");
  expect(await first.plant.files.receive(right, one(sent))).toBe("stored");
  await first.stop();
  writeFileSync(join(stateFolder, "files", `${"c".repeat(64)}.part`), "half");
  const second = await start();
  expect(second.plant.files.get(right)).toEqual(sent);
  expect(second.plant.files.get("c".repeat(64))).toBeUndefined();
  await second.stop();
});

async function* one(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}
