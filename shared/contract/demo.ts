/** The demo: a simulated plant on this computer, followed as any other. */
import * as v from "valibot";
import { call, listen } from "../rpc/service.ts";

/** The demo's plant among the others of `plants`. */
export const DEMO_PLANT = "demo";
/** The demo's machines among the endpoints of `opcua`. */
export const DEMO_MACHINES = "demo-machines";

export interface DemoState {
  /** Its year: `loading` while it is written at the first start. */
  readonly content: "none" | "loading" | "ready";
  /** `none`: there is no demo here, or it was not started with this program. */
  readonly plant: "none" | "starting" | "running" | "stopped";
}

export const demoService = {
  /** At once and after every change. */
  watch: listen<DemoState>()(v.object({})),
  /** Takes its plant and machines off the network, as if their cable were pulled. `invalid` where none runs. */
  stopPlant: call<void>()(v.object({})),
  /** Plugs them in again: they go on at their addresses. */
  startPlant: call<void>()(v.object({})),
  /** The screen shows its first picture: what of the demo can wait may begin. */
  drawn: call<void>()(v.object({})),
} as const;
