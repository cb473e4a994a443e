/** Checks of a data folder, each with what was found. Nothing is changed. */
import { existsSync, statSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { ExamineProgress, Finding } from "../../../shared/contract/diagnostics.ts";
import { Failure } from "../../../shared/rpc/failure.ts";
import { hashFile } from "../hash-file.ts";
import { translateErrors, type Connection } from "../store/open.ts";
import { cachePath, openCache, SCHEMA_VERSION, userPath } from "../store/stores.ts";
import { DERIVED } from "./derived.ts";
import { examineEvents, type EventFaults } from "./event-rows.ts";
import { holdFile, readThrough } from "./read-through.ts";
import { examineReferences } from "./references.ts";
import type { Share } from "./share.ts";
import { timeLeft, type TimeLeft } from "./time-left.ts";

export interface ExamineTold {
  /** Each finding as soon as it is there. */
  readonly found?: (finding: Finding) => void;
  /** Some times a second. */
  readonly progress?: (progress: ExamineProgress) => void;
}

/** Between two messages about progress, µs. */
const PERIOD = 100_000;

/** @param now µs since the epoch @param file of the cache, where another thread holds it @returns all findings */
export async function examine(
  folder: string,
  now: () => number,
  { found, progress }: ExamineTold = {},
  file?: number,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  const add = (finding: Finding): void => {
    findings.push(finding);
    found?.(finding);
  };
  add({
    check: "node",
    ok: Number(process.versions["napi"]) >= 10,
    detail: `Node.js ${process.versions.node}, Node-API ${process.versions["napi"]}`,
  });
  let cache: Connection;
  try {
    cache = openCache(folder, now, true);
  } catch (thrown) {
    const detail = thrown instanceof Failure ? thrown.message : String(thrown);
    add({ check: "cache.db", ok: false, detail });
    return findings;
  }
  try {
    add({ check: "schema", ok: true, detail: `version ${SCHEMA_VERSION}` });
    const left = timeLeft(costsOf(cache, folder), now);
    const run = runner(now, left, progress);
    const check = (name: string, problems: () => Generator<Share, readonly string[]>, well: string): void =>
      add(finding(name, () => run(name, problems()), well));

    const read = finding(
      "pages",
      () => run("file", readThrough(cachePath(folder), file ?? holdFile(cachePath(folder)))),
      "",
    );
    if (!read.ok) add(read);
    else check("pages", () => quickCheck(cache), "quick_check found no damage");
    const others = finding("references", () => run("references", examineReferences(cache)), "");
    const walked = attempt(() => run("events", examineEvents(cache)));
    add(
      finding(
        "references",
        () => [...(others.ok ? [] : [others.detail]), ...walked().references.lines()],
        "every reference has its target",
      ),
    );
    add(finding("payload hashes", () => walked().hashes.lines(), "every event's payload has its hash"));
    for (const { check: name, problems, well } of DERIVED) check(name, () => problems(cache, walked()), well);
    add({
      check: "user.db",
      ok: existsSync(userPath(folder)),
      detail: existsSync(userPath(folder))
        ? `${statSync(userPath(folder)).size} bytes`
        : "missing: settings and claims start anew",
    });
    add(await blobs(cache, folder).catch(unreadable("blobs")));
    add(content(cache, walked));
    return findings;
  } finally {
    cache.close();
  }
}

/** Runs a step, and tells of it at its beginning and some times a second. */
function runner(
  now: () => number,
  left: TimeLeft,
  progress: ExamineTold["progress"],
): <T>(step: string, work: Generator<Share, T>) => T {
  return (step, work) => {
    let told = -Infinity;
    for (let share: number | undefined; ;) {
      if (now() - told >= PERIOD) {
        told = now();
        const seconds = left.after(step, share ?? 0);
        progress?.({ step, share, secondsLeft: seconds });
      }
      const { done, value } = work.next();
      if (done === true) return value;
      share = value.total > 0 ? Math.min(1, value.done / value.total) : 1;
    }
  };
}

/** What steps cost on a usual computer, µs: measured with ten million events, each check for itself. */
function costsOf(cache: Connection, folder: string): readonly (readonly [string, number])[] {
  const bytes = statSync(cachePath(folder)).size;
  const [events, units, samples] = rowsOf(cache);
  return [
    ["file", bytes / 700],
    ["pages", (bytes / 4_096) * 11],
    ["references", units],
    ["events", events * 1.8],
    ["full text", events * 1.5 + units * 1.8],
    ["samples", samples * 0.06],
  ];
}

function rowsOf(cache: Connection): readonly [events: number, units: number, samples: number] {
  try {
    const largest = (id: string, table: string): number =>
      Number(cache.prepare(`SELECT max(${id}) FROM ${table}`).pluck().get() ?? 0);
    const samples = Number(cache.prepare("SELECT total(count) FROM sample_chunk").pluck().get());
    return [largest("position", "event"), largest("unit_id", "unit"), samples];
  } catch {
    // Damaged: the checks themselves say so.
    return [0, 0, 0];
  }
}

/** Does it once, at once, and gives its value, or throws its error, as often as it is asked. */
function attempt<T>(work: () => T): () => T {
  try {
    const value = translateErrors("cache.db", work);
    return () => value;
  } catch (thrown) {
    return () => {
      throw thrown;
    };
  }
}

/** `problems` gives what is wrong, one line each; none is well. */
function finding(name: string, problems: () => readonly string[], well: string): Finding {
  try {
    const lines = translateErrors("cache.db", problems);
    return { check: name, ok: lines.length === 0, detail: lines.length === 0 ? well : lines.join("; ") };
  } catch (thrown) {
    return unreadable(name)(thrown);
  }
}

const unreadable =
  (name: string) =>
  (thrown: unknown): Finding => ({
    check: name,
    ok: false,
    detail: thrown instanceof Error ? thrown.message : String(thrown),
  });

function content(cache: Connection, walked: () => EventFaults): Finding {
  try {
    const { units, parts } = cache
      .prepare("SELECT (SELECT count(*) FROM v_units) AS units, (SELECT count(*) FROM v_parts) AS parts")
      .get() as Record<string, number>;
    return {
      check: "content",
      ok: true,
      detail: `${walked().events} events, ${units} units, ${parts} parts`,
    };
  } catch (thrown) {
    return unreadable("content")(thrown);
  }
}

/** In one go: SQLite says nothing before it is through, and can't be left meanwhile. */
function* quickCheck(cache: Connection): Generator<Share, readonly string[]> {
  const rows = cache.pragma("quick_check(5)") as Record<string, unknown>[];
  yield { done: 1, total: 1 };
  return rows.map((row) => Object.values(row).join(" ")).filter((text) => text !== "ok");
}

async function blobs(cache: Connection, folder: string): Promise<Finding> {
  const named = cache.prepare("SELECT DISTINCT mesh_sha256 FROM model").pluck().all() as string[];
  const present = existsSync(join(folder, "blobs")) ? await readdir(join(folder, "blobs")) : [];
  const bad: string[] = [];
  for (const sha256 of named) {
    if (!present.includes(sha256)) bad.push(`${sha256} is missing`);
    else if ((await hashFile(join(folder, "blobs", sha256))).sha256 !== sha256)
      bad.push(`${sha256} is damaged`);
  }
  return {
    check: "blobs",
    ok: bad.length === 0,
    detail: bad.length === 0 ? `${named.length} named, all there and whole` : bad.join("; "),
  };
}
