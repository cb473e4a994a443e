import { expect, test } from "vitest";
import { judgeBar, judgeRate } from "./rate-verdict.ts";
import { surePlace, surePlaces, surePlacesOfAll } from "./sure-places.ts";
import { seededRandom } from "./testing/random.ts";

test("only what is surely not usual has a place", () => {
  // 3 of 40 where 1.2 % is usual: the interval begins at 2.6 %.
  expect(judgeRate(3, 40, 0.48)).toMatchObject({ verdict: "more", baseline: 0.012 });
  // Alone; among a thousand bars a dozen have as many by chance (Poisson: 1.3 %).
  expect(judgeBar(3, 40, 0.48)).toBe("perhaps");
  expect(surePlace(3, 40, 0.48)).toBeUndefined();
  expect(judgeBar(5, 40, 0.48)).toBe("more");
  expect(surePlace(5, 40, 0.48)).toBeGreaterThan(0.5);
  // One of 40 may be chance.
  expect(judgeRate(1, 40, 0.48)?.verdict).toBe("usual");
  expect(surePlace(1, 40, 0.48)).toBeUndefined();
  // None of 1,000 is not.
  expect(judgeRate(0, 1_000, 12)?.verdict).toBe("fewer");
  expect(surePlace(0, 1_000, 12)).toBe(0);
  expect(surePlace(0, 0, 0)).toBeUndefined();
  // Nothing ever fails: nothing is more or fewer.
  expect(judgeRate(0, 1_000, 0)?.verdict).toBe("usual");
});

test("of bars whose rate is the usual one hardly any has a colour, of those of a bad fortnight most", () => {
  const random = seededRandom(5);
  const coloured = (rate: number): number => {
    let found = 0;
    for (let bar = 0; bar < 10_000; bar += 1) {
      const events = 10 + Math.floor(random() * 50);
      let failed = 0;
      for (let event = 0; event < events; event += 1) failed += random() < rate ? 1 : 0;
      if (surePlace(failed, events, events * 0.015) !== undefined) found += 1;
    }
    return found / 10_000;
  };
  expect(coloured(0.015)).toBeLessThan(1 / 1_000);
  expect(coloured(0.16)).toBeGreaterThan(0.5);
});

test("places of an answer are those of its buckets, NaN where there is none", () => {
  const places = surePlaces([5, 1, 0, 0], [40, 40, 0, 1_000], [0.48, 0.48, 0, 12]);
  expect([...places].map((place) => Number.isNaN(place))).toEqual([false, true, true, false]);
  expect(places[0]).toBeCloseTo(surePlace(5, 40, 0.48) ?? NaN, 6);
  expect(places[3]).toBe(0);
});

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

/** Buckets with few events each, of which `bad` ones fail at another rate. */
function few(seed: number, bad: (bucket: number) => boolean): readonly [number[], number[], number[]] {
  const random = seededRandom(seed);
  const counts = Array.from({ length: 400 }, () => Math.floor(random() * 5));
  const failed = counts.map(
    (count, bucket) =>
      Array.from({ length: count }, () => random() < (bad(bucket) ? 0.4 : 0.016)).filter(Boolean).length,
  );
  return [failed, counts, counts.map((count) => count * 0.016)];
}

test("a bad shift of a dozen bars with two events each is seen by all of them together, and nothing beside it", () => {
  let [hits, misses, beside] = [0, 0, 0];
  for (let seed = 1; seed <= 30; seed += 1) {
    const isBad = (bucket: number): boolean => bucket >= 200 && bucket < 212;
    const [failed, counts, expected] = few(seed, isBad);
    surePlaces(failed, counts, expected).forEach((place, bucket) => {
      const isColoured = !Number.isNaN(place);
      if (isBad(bucket) && (failed[bucket] ?? 0) > 0) {
        if (isColoured) hits += 1;
        else misses += 1;
      } else if (isColoured && (bucket < 184 || bucket > 228)) beside += 1;
      if (isColoured) expect(failed[bucket]).toBeGreaterThan(0);
    });
  }
  // By themselves nearly all of them are missed.
  expect(misses / (hits + misses)).toBeLessThan(0.2);
  expect(beside / (30 * 380)).toBeLessThan(1 / 1_000);
});

test("where the rate is the usual one hardly any bar has a colour, together or alone, in any part of a history", () => {
  for (const isOwn of [false, true]) {
    let coloured = 0;
    for (let seed = 1; seed <= 100; seed += 1) {
      const [failed, counts, expected] = few(seed, () => false);
      const [sum, events] = [total(failed), total(counts)];
      // Held against itself, as a part's timeline is, and against a rate from elsewhere.
      const places = isOwn
        ? surePlacesOfAll(
            failed,
            counts,
            counts.map((count) => (count * sum) / events),
          )
        : surePlaces(failed, counts, expected);
      coloured += places.filter((place) => !Number.isNaN(place)).length;
    }
    expect(coloured / (100 * 400)).toBeLessThan(1 / 1_000);
  }
});

test("trouble that is half of what it is held against is seen all the same, however many bars it fills", () => {
  // Thirty of the sixty failed in half of the year, two in the other half: 27 % is "usual", 50 % not far from that.
  const counts = Array.from({ length: 1_000 }, (_, bar) => (bar % 8 === 0 ? 1 : 0));
  const failed = counts.map((count, bar) =>
    count === 1 && (bar < 500 ? bar % 16 === 0 : bar === 600 || bar === 960) ? 1 : 0,
  );
  const share = total(failed) / total(counts);
  const expected = counts.map((count) => count * share);
  const places = surePlacesOfAll(failed, counts, expected);
  const coloured = [...places.keys()].filter((bar) => !Number.isNaN(places[bar]));
  expect(coloured).toEqual([...failed.keys()].filter((bar) => failed[bar] === 1 && bar < 500));
  // Held against the usual rate alone it would be hidden: the trouble is in it.
  expect(judgeBar(32, 63, 17)).not.toBe("more");
  expect(judgeBar(32, 63, 17, 34)).toBe("more");
});

test("six bad weeks of a part with one event in two bars have a colour, and the rest of its year has none", () => {
  // 240 inspections: of the 32 in 64 bars of 512 fourteen failed, of all others every nineteenth.
  const counts = Array.from({ length: 512 }, (_, bar) => (bar % 2 === 0 && bar < 480 ? 1 : 0));
  const failed = counts.map((count, bar) => {
    const isBad = bar >= 192 && bar < 256;
    return count === 1 && (isBad ? (bar / 2) % 7 < 3 : bar % 38 === 0) ? 1 : 0;
  });
  const share = failed.reduce<number>((a, b) => a + b, 0) / 240;
  const places = surePlaces(
    failed,
    counts,
    counts.map((count) => count * share),
  );
  const coloured = [...places.keys()].filter((bar) => !Number.isNaN(places[bar]));
  expect(coloured.length).toBeGreaterThan(10);
  for (const bar of coloured) {
    expect(failed[bar]).toBe(1);
    expect(bar).toBeGreaterThanOrEqual(192);
    expect(bar).toBeLessThan(256);
  }
});

test("three weeks of scrap on a machine are coloured, and not the months around them", () => {
  let [inside, outside] = [0, 0];
  for (let seed = 1; seed <= 20; seed += 1) {
    const random = seededRandom(seed);
    const isBad = (bar: number): boolean => bar >= 170 && bar < 188;
    const counts = Array.from({ length: 313 }, () => 240 + Math.floor(random() * 50));
    const failed = counts.map(
      (count, bar) =>
        Array.from({ length: count }, () => random() < (isBad(bar) ? 0.16 : 0.0164)).filter(Boolean).length,
    );
    surePlaces(
      failed,
      counts,
      counts.map((count) => count * 0.017),
    ).forEach((place, bar) => {
      if (Number.isNaN(place) || place < 0.5) return;
      if (isBad(bar)) inside += 1;
      else outside += 1;
    });
  }
  expect(inside).toBe(20 * 18);
  expect(outside / (20 * 295)).toBeLessThan(1 / 200);
});
