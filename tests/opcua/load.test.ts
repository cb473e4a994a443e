/** Many fast signals, and kills while they come: some seconds in `npm test`, a minute and more in `npm run faults`. */
import { expect, test } from "vitest";
import { createRandom } from "../../electron/demo/history/random.ts";
import { runKills } from "./kills.ts";
import { describeLoad, runLoad } from "./load.ts";

const LONG = process.env["THROUGHLINE_FAULTS"] === "long";
const SECONDS = LONG ? 60 : 5;
const KILLS = LONG ? 20 : 2;

test(
  "1000 signals ten times a second, encrypted, are stored without a gap",
  async () => {
    const result = await runLoad({
      signals: 1000,
      rate: 10,
      seconds: SECONDS,
      policy: "Basic256Sha256",
      mode: "SignAndEncrypt",
    });
    console.log(describeLoad(result));
    expect(result).toMatchObject({ wrong: [], gaps: 0, stored: result.expected });
    expect(result.expected).toBeGreaterThan(SECONDS * 8_000);
  },
  60_000 + SECONDS * 3_000,
);

test(
  "a host that is killed while it observes and while it reads back loses and repeats nothing",
  async () => {
    const random = createRandom(5);
    const result = await runKills({ kills: KILLS, signals: 40, rate: 10, random: () => random.unit() });
    expect(result).toMatchObject({ wrong: [], gaps: 0, stored: result.expected });
  },
  60_000 + KILLS * 10_000,
);
