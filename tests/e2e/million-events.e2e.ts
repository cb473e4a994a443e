/** A year of a plant, a million events: looked at, zoomed, brushed, divided, listed and searched, each answer counted anew. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterAll, beforeAll, expect, test } from "vitest";
import { EVENT_KINDS } from "../../shared/model/event.ts";
import { BUSY_PART, partNumber, writeLargeCache } from "../bench/history/large-cache.ts";
import { openInBrowser, type BrowserShell } from "./browser-shell.ts";

const EVENTS = 1_000_000;
const UNITS = 100_000;
const MINUTE = 60_000_000;
/** Severities from which an event has failed. */
const FAILED = 3;
const KINDS = ["Production", "Machine", "Inspection", "Logistics", "Maintenance", "Field"];

let folder: string;
let shell: BrowserShell;
let cache: Database.Database;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "throughline-million-"));
  writeLargeCache(folder, { events: EVENTS, units: UNITS });
  cache = new Database(join(folder, "cache.db"), { readonly: true });
  // A turn of the wheel is twice as far where two CSS pixels are one of the screen.
  shell = await openInBrowser({ demo: false, dataFolder: folder, density: 1 });
  await shell.app.timeline.events.first().waitFor({ state: "attached", timeout: 60_000 });
}, 180_000);
afterAll(async () => {
  cache.close();
  await shell.close();
  rmSync(folder, { recursive: true, force: true });
});

const number = (words: string | undefined): number => Number(words?.replaceAll(",", "") ?? NaN);

function counted(where: string, ...values: readonly (number | string)[]): number {
  const row = cache.prepare(`SELECT count(*) AS n FROM event WHERE ${where}`).get(...values);
  return (row as { n: number }).n;
}

/** Events that are under way or happen in a span, by looking at each. */
const within = (from: number, to: number): number =>
  counted("started_us < ? AND coalesce(ended_us, started_us) >= ?", to, from);

/** Lines of the table that is shown. */
const tableRows = async (): Promise<number> =>
  number(/([\d,]+) \w+$/.exec(await shell.app.tables.count.innerText())?.[1]);

interface InView {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** The window in words, to the minute, and its events; once it stands and the list beside it counts as many. */
async function inView(): Promise<InView> {
  const { timeline } = shell.app;
  await shell.app.answered();
  let seen: InView = { from: NaN, to: NaN, count: NaN };
  await expect
    .poll(
      async () => {
        const [, count, from, to] =
          /^([\d,]+) events? from (\S+ \S+) to (\S+ \S+)\. /.exec(await timeline.words()) ?? [];
        const at = (words = ""): number => Date.parse(`${words.replace(" ", "T")}:00Z`) * 1_000;
        seen = { from: at(from), to: at(to), count: number(count) };
        return Number(await timeline.grid.getAttribute("aria-rowcount")) - 1 === seen.count;
      },
      { timeout: 30_000 },
    )
    .toBe(true);
  return seen;
}

function expectCounted({ from, to, count }: InView): void {
  // The words say whole minutes: the window begins and ends within them.
  expect(count).toBeGreaterThanOrEqual(within(from + MINUTE, to));
  expect(count).toBeLessThanOrEqual(within(from, to + MINUTE));
}

test("all of them in view, each kind with its failures", async () => {
  const { timeline } = shell.app;
  await timeline.say(/^1,000,000 events from/);
  const words = await timeline.words();
  const said = KINDS.map((kind) => {
    const [, count, failed] = new RegExp(`${kind}: ([\\d,]+) events, ([\\d,]+) failed`).exec(words) ?? [];
    return [number(count), number(failed)];
  });
  const known = KINDS.map((_, at) => [
    counted("kind = ?", at + 1),
    counted("kind = ? AND severity >= ?", at + 1, FAILED),
  ]);
  expect(said).toEqual(known);
});

test("the wheel zooms to hours, keys pan and zoom out: the events in view are those of the window", async () => {
  const { page, timeline } = shell.app;
  const box = await timeline.plot.boundingBox();
  if (box === null) throw new Error("the timeline is not on the screen");
  await page.mouse.move(box.x + box.width * 0.55, box.y + 120);
  for (let turn = 0; turn < 18; turn += 1) await page.mouse.wheel(0, -200);
  await page.getByText(/[\d,]+ of 1,000,000 events in view/).waitFor();
  const zoomed = await inView();
  expect(zoomed.count).toBeLessThan(EVENTS / 20);
  expectCounted(zoomed);

  await timeline.plot.focus();
  await page.keyboard.press("ArrowRight");
  await expect.poll(async () => (await inView()).from).toBeGreaterThan(zoomed.from);
  expectCounted(await inView());
  await page.keyboard.press("-");
  await expect.poll(async () => (await inView()).count).toBeGreaterThan(zoomed.count);
  expectCounted(await inView());
  await page.keyboard.press("Home");
  await timeline.say(/^1,000,000 events from/);
});

test("a brushed span says what lies in it, and the table of events has as many", async () => {
  const { app } = shell;
  await app.timeline.brush(0.4, 0.6);
  const link = app.timeline.region.getByRole("button", { name: /^[\d,]+ events$/ });
  // While an edge is dragged the numbers follow it: the last ones are awaited, in both places.
  await expect
    .poll(
      async () => {
        await app.show("Timeline");
        const brushed = number(/^[\d,]+/.exec(await link.innerText())?.[0]);
        await app.show("Tables");
        return brushed < EVENTS / 2 && brushed === (await tableRows());
      },
      { timeout: 30_000 },
    )
    .toBe(true);
  const times = await app.tables.column("Time");
  expect(times.length).toBeGreaterThan(5);
  expect(times).toEqual(times.toSorted().toReversed());
  await app.show("Timeline");
  await app.timeline.region.getByRole("button", { name: /^Remove filter Brushed span/ }).click();
  await app.show("Tables");
  await expect.poll(tableRows).toBe(EVENTS);
  await app.show("Timeline");
});

test("lanes by equipment stand in order of their failures, with their number", async () => {
  const { app } = shell;
  await app.command("Timeline lanes: by equipment");
  await expect.poll(async () => (await app.timeline.laneNames())[0]).toMatch(/^M-\d+/);
  const lanes = await app.timeline.lanes.evaluateAll((all) =>
    all.slice(0, 5).map((one) => [one.getAttribute("aria-label"), one.getAttribute("title") ?? ""] as const),
  );
  expect(lanes).toHaveLength(5);
  // The machine that made scrap for three weeks: the generated history has it.
  expect(lanes[0]?.[0]).toBe("M-041");
  for (const [name, title] of lanes) {
    const own = "equipment_id = (SELECT equipment_id FROM equipment WHERE name = ?)";
    const all = counted(own, name ?? "").toLocaleString("en");
    const failed = counted(`${own} AND severity >= ?`, name ?? "", FAILED);
    expect(title).toContain(`${name}: ${all} events, ${failed} failed`);
  }
  await app.command("Timeline lanes: by kind");
});

test("a part with thousands of events is found by its number, and everything is about it", async () => {
  const { app } = shell;
  const busy = partNumber(BUSY_PART);
  const own = counted("part_id = ?", BUSY_PART);
  await app.command(busy);
  await expect.poll(async () => (await inView()).count, { timeout: 30_000 }).toBe(own);
  await app.show("Tables");
  await expect.poll(tableRows).toBe(own);
  await app.tables.choose("Units");
  const units = cache.prepare("SELECT count(*) AS n FROM unit WHERE part_id = ?").get(BUSY_PART) as {
    n: number;
  };
  await expect.poll(tableRows).toBe(units.n);
});

test("an order is searched among all of them: its events, newest first", async () => {
  const { app } = shell;
  await app.show("Search");
  await app.search.find("WO-70123");
  const known = cache
    .prepare("SELECT title FROM event WHERE order_number = 'WO-70123' ORDER BY started_us DESC LIMIT 50")
    .pluck()
    .all();
  expect(known).toHaveLength(50);
  await expect
    .poll(async () => (await app.search.hits.allInnerTexts()).map((words) => words.split("\n")[0]))
    .toEqual(known);
  // Nothing else is found by the beginning of many: their kinds are told, and one of them is listed.
  await app.search.find("WO-701");
  const inspections = Number(
    cache
      .prepare(
        "SELECT count(*) FROM event WHERE (order_number GLOB 'WO-701*' OR title GLOB '* 701*') AND kind = ?",
      )
      .pluck()
      .get(EVENT_KINDS.indexOf("inspection")),
  );
  await app.search.eventKind(`Inspection ${inspections.toLocaleString("en")}`).click();
  await expect
    .poll(async () => (await app.search.hits.allInnerTexts()).map((words) => words.split(" ")[0]))
    .toEqual(Array(Math.min(inspections, 200)).fill("Inspection"));
});
