import { defineConfig } from "vitest/config";

/** The same page objects in a real Electron window. */
export default defineConfig({
  test: {
    include: ["tests/e2e/window/*.e2e.ts"],
    pool: "forks",
    maxWorkers: 1,
    testTimeout: 120_000,
    hookTimeout: 180_000,
  },
});
