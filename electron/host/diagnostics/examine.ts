/** Checks of a data folder, each with what was found. Nothing is changed. */
import { hash } from "node:crypto";
import { existsSync, statSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { hashFile } from "../hash-file.ts";
import type { Finding } from "../../../shared/contract/diagnostics.ts";
import { Failure } from "../../../shared/rpc/failure.ts";
import { DERIVED } from "./derived.ts";
import { openCache, SCHEMA_VERSION, userPath } from "../store/stores.ts";
import { translateErrors, type Connection } from "../store/open.ts";

/** All findings, each also told as soon as it is there: of a large folder some take minutes. */
export async function examine(
  folder: string,
  now: () => number,
  onFinding: (finding: Finding) => void = () => undefined,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  const add = (finding: Finding): void => {
    findings.push(finding);
    onFinding(finding);
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
    add(check("pages", () => pragma(cache, "quick_check"), "quick_check found no damage"));
    add(check("references", () => pragma(cache, "foreign_key_check"), "every reference has its target"));
    add(check("payload hashes", () => wrongHashes(cache), "every event's payload has its hash"));
    for (const { check: name, problems, well } of DERIVED) add(check(name, () => problems(cache), well));
    add({
      check: "user.db",
      ok: existsSync(userPath(folder)),
      detail: existsSync(userPath(folder))
        ? `${statSync(userPath(folder)).size} bytes`
        : "missing: settings and claims start anew",
    });
    add(await blobs(cache, folder).catch(unreadable("blobs")));
    add(content(cache));
    return findings;
  } finally {
    cache.close();
  }
}

/** `problems` gives what is wrong, one line each; none is well. */
function check(name: string, problems: () => readonly string[], well: string): Finding {
  try {
    const found = translateErrors("cache.db", problems);
    return {
      check: name,
      ok: found.length === 0,
      detail: found.length === 0 ? well : found.slice(0, 5).join("; "),
    };
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

function content(cache: Connection): Finding {
  try {
    const counts = cache
      .prepare(
        "SELECT (SELECT count(*) FROM v_events) AS events, (SELECT count(*) FROM v_units) AS units, (SELECT count(*) FROM v_parts) AS parts",
      )
      .get() as Record<string, number>;
    const detail = Object.entries(counts).map(([name, n]) => `${n} ${name}`);
    return { check: "content", ok: true, detail: detail.join(", ") };
  } catch (thrown) {
    return unreadable("content")(thrown);
  }
}

function pragma(cache: Connection, name: string): readonly string[] {
  const rows = cache.pragma(name) as Record<string, unknown>[];
  return rows.map((row) => Object.values(row).join(" ")).filter((text) => text !== "ok");
}

function wrongHashes(cache: Connection): readonly string[] {
  const wrong: string[] = [];
  const events = cache.prepare("SELECT position, payload, sha256 FROM event").iterate() as Iterable<{
    position: number;
    payload: string;
    sha256: string;
  }>;
  for (const { position, payload, sha256 } of events) {
    if (hash("sha256", payload) !== sha256) wrong.push(`event ${position} does not match its hash`);
  }
  return wrong;
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
