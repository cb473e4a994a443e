import { defineConfig } from "vitest/config";

/**
 * The fault tests alone, of plants and of machines, for their long form (`npm run faults`): one after the other, each
 * with all the machine.
 */
export default defineConfig({
  test: {
    // Real hosts, plants and machines beside each other: a state may take longer than the usual second.
    expect: { poll: { timeout: 10_000 } },
    include: ["tests/faults/**/*.test.ts", "tests/opcua/**/*.test.ts"],
    pool: "forks",
    maxWorkers: 1,
    testTimeout: 120_000,
  },
});
