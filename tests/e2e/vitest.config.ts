import { defineConfig } from "vitest/config";

/** End to end: one browser, the real serve shell, nothing mocked. */
export default defineConfig({
  test: {
    include: ["tests/e2e/*.e2e.ts"],
    pool: "forks",
    maxWorkers: 1,
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 180_000,
  },
});
