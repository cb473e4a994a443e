import { defineConfig } from "vitest/config";

/** End to end: one browser, the real serve shell, nothing mocked. */
export default defineConfig({
  test: {
    // A frame without a graphics card, beside other work, takes longer than the usual second.
    expect: { poll: { timeout: 10_000 } },
    include: ["tests/e2e/*.e2e.ts"],
    pool: "forks",
    maxWorkers: 1,
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 180_000,
  },
});
