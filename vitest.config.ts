import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{shared,electron,renderer,tests}/**/*.test.{ts,tsx}"],
    // Workers and child processes stay real: tests run in forks, never in a shared thread.
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 30_000,
  },
});
