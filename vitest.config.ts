import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    // As below: a state may take longer than the usual second beside other work.
    expect: { poll: { timeout: 10_000 } },
    include: ["{shared,electron,renderer,tests}/**/*.test.{ts,tsx}"],
    // Workers and child processes stay real: tests run in forks, never in a shared thread.
    pool: "forks",
    maxWorkers: 2,
    // Seconds on a quiet machine; a busy one takes several times as long, and only what hangs shall fail.
    testTimeout: 120_000,
  },
});
