import { defineConfig } from "vitest/config";

/** The fault tests alone, for their long form (`npm run faults`): one after the other, each with all the machine. */
export default defineConfig({
  test: {
    include: ["tests/faults/**/*.test.ts"],
    pool: "forks",
    maxWorkers: 1,
    testTimeout: 120_000,
  },
});
