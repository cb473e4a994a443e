/** `npm run -s bench -- [GROUP…] [--json FILE] [--events N] [--cache FOLDER]`: measures and prints every figure beside its baseline. */
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { GROUPS, rowOf, type BenchOptions, type Figure, type Group, type Row } from "./figure.ts";

const LOADERS: Readonly<
  Record<Group, () => Promise<{ measure(options: BenchOptions): AsyncGenerator<Figure> }>>
> = {
  start: () => import("./groups/start.ts"),
  import: () => import("./groups/import.ts"),
  cad: () => import("./groups/cad.ts"),
  scene: () => import("./groups/scene.ts"),
  timeline: () => import("./groups/timeline.ts"),
  history: () => import("./groups/history.ts"),
  sync: async () => {
    const [sync, screen] = [await import("./groups/sync.ts"), await import("./groups/sync-screen.ts")];
    return {
      async *measure() {
        yield* sync.measure();
        yield* screen.measure();
      },
    };
  },
  opcua: () => import("./groups/opcua.ts"),
};

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: "string" },
      events: { type: "string", default: "10000000" },
      cache: { type: "string" },
    },
  });
  const unknown = positionals.find((name) => !(GROUPS as readonly string[]).includes(name));
  if (unknown !== undefined) {
    console.error(`There is no group ${unknown}; there are ${GROUPS.join(", ")}.`);
    return 2;
  }
  const events = Number(values.events);
  if (!Number.isSafeInteger(events) || events < 100_000) {
    console.error(`--events ${values.events}: a whole number from 100000 on`);
    return 2;
  }
  const rows: Row[] = [];
  for (const group of GROUPS.filter((name) => positionals.length === 0 || positionals.includes(name))) {
    const bench = await LOADERS[group]();
    for await (const figure of bench.measure({ events, cache: values.cache })) {
      const row = rowOf(figure);
      rows.push(row);
      console.log(line(row, figure.baselineName));
    }
  }
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(rows, undefined, 2)}\n`);
  const missed = rows.filter(({ holds }) => holds === false);
  console.log(`\n${rows.length} figures, ${missed.length} beyond their target`);
  return 0;
}

function line(
  { group, name, value, unit, baseline, ratio, target, holds, growth }: Row,
  baselineName: string,
): string {
  const verdict = target === undefined ? "" : `  ${target} ${holds === true ? "holds" : "MISSED"}`;
  const grows = growth === undefined ? "" : `; grows with events^${growth}`;
  return `${group.padEnd(9)} ${name}: ${value} ${unit}; ${baselineName}: ${baseline} ${unit}; ratio ${ratio}${grows}${verdict}`;
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (thrown: unknown) => {
    console.error(thrown);
    process.exitCode = 1;
  },
);
