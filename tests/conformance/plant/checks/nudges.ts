import { randomUUID } from "node:crypto";
import * as v from "valibot";
import { nudgeSchema } from "../../../../shared/contract/plant/protocol.ts";
import { expectRule, type Check } from "../check.ts";
import { parsed } from "../page.ts";
import type { PlantUnderTest } from "../plant-under-test.ts";
import { acceptingSystem, submissionOf, submit } from "./submissions.ts";

type Nudge = v.InferOutput<typeof nudgeSchema>;

/** The messages that are whole (WHATWG HTML, 9.2.6: a blank line ends one). */
function nudgesIn(body: Buffer): readonly Nudge[] {
  const messages = body.toString().replaceAll("\r\n", "\n").split("\n\n").slice(0, -1);
  return messages.flatMap((message) => {
    const data = message
      .split("\n")
      .filter((line) => line.startsWith("data:"))
      .map((line) => line.slice(5).trimStart());
    if (data.length === 0) return [];
    const result = v.safeParse(nudgeSchema, parsed(data.join("\n")));
    expectRule(result.success, `no nudge: ${data.join("\n").slice(0, 200)}`);
    return [result.output];
  });
}

async function read(
  plant: PlantUnderTest,
  isEnough: (nudges: readonly Nudge[]) => boolean,
): Promise<readonly Nudge[]> {
  const { status, headers, body } = await plant.ask("/nudges", {
    isEnough: (body) => isEnough(nudgesIn(body)),
  });
  expectRule(status === 200, `/nudges is answered ${status}`);
  const type = headers["content-type"] ?? "without a type";
  expectRule(type.startsWith("text/event-stream"), `/nudges is ${type}`);
  return nudgesIn(body);
}

/** Position of the last commit of each system. */
async function heads(plant: PlantUnderTest): Promise<ReadonlyMap<string, number>> {
  const found = new Map<string, number>();
  for (const stream of await plant.streams())
    if (!found.has(stream.system))
      found.set(stream.system, (await plant.page(stream, { limit: "1" })).end.head);
  return found;
}

export const NUDGE_CHECKS: readonly Check[] = [
  {
    rule: "The stream begins with a nudge for every system, naming its head.",
    async run(plant) {
      const before = await heads(plant);
      const { systems } = await plant.service();
      const nudges = await read(plant, ({ length }) => length >= systems.length);
      const after = await heads(plant);
      for (const [system, head] of before) {
        const told = nudges.slice(0, systems.length).find((nudge) => nudge.system === system)?.head ?? -1;
        const isTrue = head <= told && told <= (after.get(system) ?? Infinity);
        expectRule(isTrue, `${system} stands at ${head}; the nudge says ${told === -1 ? "nothing" : told}`);
      }
    },
  },
  {
    rule: "A commit is followed by a nudge of its system.",
    writes: true,
    async run(plant) {
      const { id: system } = await acceptingSystem(plant);
      const before = (await heads(plant)).get(system) ?? 0;
      const { systems } = await plant.service();
      let isSent = false;
      const submission = submissionOf(randomUUID(), 1);
      const nudges = await read(plant, (nudges) => {
        if (nudges.length >= systems.length && !isSent) {
          isSent = true;
          // What it is answered is the business of other checks; without a commit no nudge comes.
          void submit(plant, system, submission).catch(() => undefined);
        }
        return nudges.some((nudge) => nudge.system === system && nudge.head > before);
      });
      expectRule(
        nudges.some((nudge) => nudge.system === system && nudge.head > before),
        `no nudge of ${system} after ${before}`,
      );
    },
  },
];
