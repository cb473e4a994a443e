/** The demo over the contract, on a host that has none: it says so, and what needs one is refused. */
import { expect } from "vitest";
import type { HostClient } from "../../shared/contract/contract.ts";
import type { DemoState } from "../../shared/contract/demo.ts";

export interface DemoStep {
  readonly method: string;
  readonly run: (client: HostClient) => Promise<unknown>;
}

async function refused(call: () => Promise<void>): Promise<unknown> {
  await expect(call).rejects.toMatchObject({ kind: "invalid", message: "There is no demo plant here." });
  return "invalid";
}

export const DEMO_STEPS: readonly DemoStep[] = [
  {
    method: "demo.watch",
    run: async (client) => {
      const controller = new AbortController();
      let found: DemoState | undefined;
      const watching = client.demo.watch(
        {},
        (state) => {
          found = state;
          controller.abort();
        },
        { signal: controller.signal },
      );
      await expect(watching).rejects.toMatchObject({ kind: "cancelled" });
      expect(found).toEqual({ content: "none", plant: "none" });
      return found;
    },
  },
  { method: "demo.drawn", run: (client) => client.demo.drawn({}) },
  { method: "demo.stopPlant", run: (client) => refused(() => client.demo.stopPlant({})) },
  { method: "demo.startPlant", run: (client) => refused(() => client.demo.startPlant({})) },
];
