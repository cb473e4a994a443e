import { expectRule, Skipped, type Check } from "../check.ts";
import type { Line } from "../page.ts";
import { addressOf, changesOf, streamName, type PlantUnderTest, type Stream } from "../plant-under-test.ts";
import { expectProblem } from "./service.ts";

/** Changes that small pages are tried on. */
const SOME = 60;

const keyOf = ({ position, id, revision, sha256 }: Line): string => `${position} ${id} ${revision} ${sha256}`;

async function inSmallPages(plant: PlantUnderTest, stream: Stream, limit: number): Promise<readonly Line[]> {
  const lines: Line[] = [];
  let cursor: string | undefined;
  while (lines.length < SOME) {
    const page = await plant.page(stream, {
      limit: String(limit),
      ...(cursor === undefined ? {} : { cursor }),
    });
    lines.push(...page.changes);
    if (!page.end.more) break;
    ({ cursor } = page.end);
  }
  return lines;
}

export const CURSOR_CHECKS: readonly Check[] = [
  {
    rule: "Without a cursor a page begins with the first change.",
    async run(plant) {
      for (const stream of await plant.streams()) {
        const [first] = (await plant.pages(stream))[0]?.changes ?? [];
        const [again] = (await plant.page(stream, { limit: "1" })).changes;
        expectRule(
          first === undefined || (again !== undefined && keyOf(again) === keyOf(first)),
          `${streamName(stream)}: it begins with ${again?.position}, before with ${first?.position}`,
        );
      }
    },
  },
  {
    rule: "The cursor of a page leads to the change behind its last one: nothing is left out and nothing comes twice.",
    async run(plant) {
      for (const stream of await plant.streams()) {
        const whole = changesOf(await plant.pages(stream))
          .slice(0, SOME)
          .map(keyOf);
        for (const limit of [1, 7, 40]) {
          const small = (await inSmallPages(plant, stream, limit)).slice(0, SOME).map(keyOf);
          const wrong = whole.findIndex((key, i) => small[i] !== key);
          expectRule(
            wrong === -1,
            `${streamName(stream)}: in pages of ${limit} change ${wrong + 1} is ${small[wrong]}, not ${whole[wrong]}`,
          );
        }
      }
    },
  },
  {
    rule: "The same cursor gives the same changes again.",
    async run(plant) {
      const stream = await plant.busy(20);
      const { cursor } = (await plant.page(stream, { limit: "10" })).end;
      const [once, twice] = [
        await plant.page(stream, { cursor, limit: "10" }),
        await plant.page(stream, { cursor, limit: "10" }),
      ];
      expectRule(
        once.changes.map(keyOf).join() === twice.changes.map(keyOf).join(),
        `${streamName(stream)}: the second time other changes came`,
      );
    },
  },
  {
    rule: "A cursor that was not given out for this system and scope is answered 400 `invalid`.",
    async run(plant) {
      const streams = await plant.streams();
      const [stream, other] = streams;
      if (stream === undefined) throw new Skipped("there is no scope");
      const { cursor } = (await plant.page(stream, { limit: "1" })).end;
      for (const wrong of ["x", "", `${cursor}x${cursor}`, cursor.slice(0, -4)])
        expectProblem(
          await plant.ask(addressOf(stream, "changes", { cursor: wrong })),
          400,
          "invalid",
          `cursor "${wrong}"`,
        );
      if (other === undefined) return;
      const address = addressOf(other, "changes", { cursor });
      expectProblem(await plant.ask(address), 400, "invalid", `the cursor of ${streamName(stream)}`);
    },
  },
  {
    rule: "Positions are in commit order: what comes later never stands before a cursor that was given out.",
    async run(plant) {
      // Whoever reads on from the end must come to what a reader from the beginning comes to.
      for (const stream of await plant.streams()) {
        const pages = await plant.pages(stream);
        const { cursor } = pages.at(-1)?.end ?? {};
        if (cursor === undefined) continue;
        const known = new Set(changesOf(pages).map(({ position }) => position));
        const last = pages.at(-1)?.end.head ?? 0;
        let next: string | undefined;
        let more = true;
        while (more) {
          const page = await plant.page(stream, {
            limit: "10000",
            ...(next === undefined ? {} : { cursor: next }),
          });
          for (const { position, id } of page.changes)
            expectRule(
              position > last || known.has(position),
              `${streamName(stream)}: ${id} appeared at ${position}, before the end at ${last}`,
            );
          ({ more, cursor: next } = page.end);
        }
      }
    },
  },
  {
    rule: "A cursor of an earlier epoch is answered 409 `epoch-changed` with the epoch of now.",
    async run(plant) {
      if (plant.hooks === undefined) throw new Skipped("the epoch can't be changed from here");
      const stream = await plant.busy(2);
      const { cursor } = (await plant.page(stream, { limit: "1" })).end;
      plant.hooks.changeEpoch(stream.system);
      const { systems } = await plant.service();
      const epoch = systems.find(({ id }) => id === stream.system)?.epoch;
      const answer = await plant.ask(addressOf(stream, "changes", { cursor }));
      const problem = expectProblem(answer, 409, "epoch-changed", "a cursor of the epoch before");
      expectRule(problem.epoch === epoch, `it names epoch ${problem.epoch}, the service ${epoch}`);
      const { head } = await plant.page(stream, { limit: "1" });
      expectRule(head.epoch === epoch, `the page names epoch ${head.epoch}, the service ${epoch}`);
    },
  },
];
