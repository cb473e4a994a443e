/** The short form; `runLoad` and `runKills` take the long one's numbers as well. */
import { expect, test } from "vitest";
import { createRandom } from "../../electron/demo/history/random.ts";
import { runKills } from "./kills.ts";
import { describeLoad, runLoad } from "./load.ts";

test("1000 signals ten times a second, encrypted, are stored without a gap below 15 % of a core", async () => {
  const result = await runLoad({
    signals: 1000,
    rate: 10,
    seconds: 5,
    policy: "Basic256Sha256",
    mode: "SignAndEncrypt",
  });
  console.log(describeLoad(result));
  expect(result).toMatchObject({ wrong: [], gaps: 0, stored: result.expected });
  expect(result.expected).toBeGreaterThan(40_000);
  expect(result.cpuShare).toBeLessThan(0.15);
}, 60_000);

test("a host that is killed while it observes and while it reads back loses and repeats nothing", async () => {
  const random = createRandom(5);
  const result = await runKills({ kills: 2, signals: 40, rate: 10, random: () => random.unit() });
  expect(result).toMatchObject({ wrong: [], gaps: 0, stored: result.expected });
}, 60_000);
