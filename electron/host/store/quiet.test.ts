import { expect, test } from "vitest";
import { createQuiet } from "./quiet.ts";

test("quiet is when nobody has asked for a while, or when it took too long", async () => {
  let now = 0;
  const { noticed, quietFor } = createQuiet(() => now);
  const service = noticed({ double: (n: number) => n * 2 });
  now = 1_000;
  expect(service.double(4)).toBe(8);
  let ended = 0;
  const count = (): void => void (ended += 1);
  const short = quietFor(500, 10_000).then(count);
  const long = quietFor(60_000, 2_000).then(count);
  now = 1_400;
  service.double(1);
  now = 1_890;
  expect(ended).toBe(0);
  now = 1_900;
  await short;
  expect(ended).toBe(1);
  now = 3_000;
  await long;
  expect(ended).toBe(2);
});
