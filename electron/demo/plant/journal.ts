/**
 * What happened to a plant since its start, one line each, so that it is the same plant after the next
 * start: same positions, same epochs, same answers. Written before it is done: a plant that is killed in
 * between does it at the next start, and a reader that got no answer asks again.
 */
import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Plant } from "./plant.ts";

/** What changes a plant. */
const RECORDED = ["advance", "submit", "review", "put", "remove", "changeEpoch"] as const;
type Recorded = (typeof RECORDED)[number];

export interface Journal {
  /** Tells feeds apart that came from other journals. */
  readonly salt: string;
  /** The plant as it was, and from now on recorded. */
  attach(plant: Plant): Plant;
}

/** `content`: what the plant is made of; a journal of another content is begun anew under `freshSalt`. */
export function openJournal(folder: string, content: string, freshSalt: () => string): Journal {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, "journal.ndjson");
  const lines = existsSync(file) ? readFileSync(file, "utf8").split("\n") : [];
  // What stands behind the last line feed was cut off in writing.
  lines.pop();
  const [head, ...done] = lines.map((line) => JSON.parse(line) as readonly unknown[]);
  const isOurs = head?.[1] === content;
  const salt = isOurs ? String(head?.[0]) : freshSalt();
  const kept = isOurs ? joined(done) : [];
  const text = [[salt, content], ...kept].map((line) => `${JSON.stringify(line)}\n`).join("");
  // Renamed into place: a reader that is further than half a journal would never be level again.
  writeFileSync(`${file}.part`, text);
  renameSync(`${file}.part`, file);

  return {
    salt,
    attach(plant) {
      const recorded = new Map<Recorded, (...args: never[]) => unknown>(
        RECORDED.map((name) => [name, plant[name].bind(plant) as (...args: never[]) => unknown]),
      );
      for (const [name, ...args] of kept) recorded.get(name as Recorded)?.(...(args as never[]));
      const writing =
        (name: Recorded) =>
        (...args: never[]): unknown => {
          appendFileSync(file, `${JSON.stringify([name, ...args])}\n`);
          return recorded.get(name)?.(...args);
        };
      const replaced = Object.fromEntries(RECORDED.map((name) => [name, { value: writing(name) }]));
      return Object.create(plant, replaced) as Plant;
    },
  };
}

/** Steps of time that follow each other as one: the plant does the same in them, however they are cut. */
function joined(done: readonly (readonly unknown[])[]): readonly (readonly unknown[])[] {
  const kept: (readonly unknown[])[] = [];
  for (const line of done) {
    const [last, minutes] = kept.at(-1) ?? [];
    if (line[0] === "advance" && last === "advance")
      kept[kept.length - 1] = ["advance", Number(minutes) + Number(line[1])];
    else kept.push(line);
  }
  return kept;
}
