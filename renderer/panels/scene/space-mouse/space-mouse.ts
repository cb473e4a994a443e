/** The 3D mouse: found, opened, heard and let go. One at a time; the switch in the settings decides over it. */
import { createStore, type StoreApi } from "zustand/vanilla";
import { isSpaceMouse, SPACE_MOUSE_FILTERS } from "../../../../shared/devices/space-mouse.ts";
import { AT_REST } from "../../../scene/space-mouse/motion.ts";
import { readReport, type CapAxes } from "../../../scene/space-mouse/report.ts";
import type { Hid, HidDevice, HidReport } from "./hid.ts";

export interface SpaceMouseState {
  readonly device: "none" | "opening" | "open" | "refused";
  /** Of the one that is open. */
  readonly name: string | undefined;
}

export interface SpaceMouse {
  readonly state: StoreApi<SpaceMouseState>;
  /** Opens what was allowed before; from then on also what is plugged in. */
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
  /** Asks the person; called by a click alone, the browser refuses it otherwise. */
  readonly ask: () => Promise<void>;
  /** Listeners hear where the cap stands and which buttons went down, from 1. */
  readonly onCap: (listener: (axes: CapAxes) => void) => () => void;
  readonly onButton: (listener: (button: number) => void) => () => void;
}

const NONE: SpaceMouseState = { device: "none", name: undefined };

export function createSpaceMouse(hid: Hid): SpaceMouse {
  const state = createStore<SpaceMouseState>(() => NONE);
  const caps = new Set<(axes: CapAxes) => void>();
  const buttons = new Set<(button: number) => void>();
  let device: HidDevice | undefined;
  let started = false;
  let axes: CapAxes = AT_REST;
  let pressed: readonly number[] = [];
  const move = (next: CapAxes): void => {
    axes = next;
    for (const listener of caps) listener(axes);
  };
  const hear = ({ reportId, data }: HidReport): void => {
    const report = readReport(reportId, data);
    if (report?.type === "axes") move({ ...axes, ...report.axes });
    else if (report?.type === "buttons") {
      const before = pressed;
      ({ pressed } = report);
      for (const button of pressed)
        if (!before.includes(button)) for (const listener of buttons) listener(button);
    }
  };
  const letGo = (): HidDevice | undefined => {
    const gone = device;
    gone?.removeEventListener("inputreport", hear);
    device = undefined;
    pressed = [];
    // A cap that was held while its cable was pulled must not go on pushing.
    move(AT_REST);
    state.setState(NONE);
    return gone;
  };
  /** Another program holds it, or the system or the browser does not let this one: the settings say so and how to go on. */
  const refuse = (): void => {
    device = undefined;
    state.setState({ device: "refused", name: undefined });
  };
  const take = async (found: HidDevice | undefined): Promise<void> => {
    if (found === undefined || device !== undefined || !isSpaceMouse(found)) return;
    device = found;
    state.setState({ device: "opening", name: undefined });
    try {
      if (!found.opened) await found.open();
    } catch {
      if (device === found) refuse();
      return;
    }
    // Let go meanwhile: other programs may have it.
    if (device !== found) return found.close();
    found.addEventListener("inputreport", hear);
    state.setState({ device: "open", name: found.productName });
  };
  const plugged = ({ device: found }: { readonly device: HidDevice }): void => void take(found).catch(refuse);
  const unplugged = ({ device: gone }: { readonly device: HidDevice }): void => {
    if (gone === device) letGo();
  };
  const listen = <T>(to: Set<T>, listener: T): (() => void) => {
    to.add(listener);
    return () => void to.delete(listener);
  };
  return {
    state,
    start: async () => {
      if (started) return;
      started = true;
      hid.addEventListener("connect", plugged);
      hid.addEventListener("disconnect", unplugged);
      await hid
        .getDevices()
        .then((allowed) => (started ? take(allowed.find(isSpaceMouse)) : undefined))
        .catch(refuse);
    },
    stop: async () => {
      started = false;
      hid.removeEventListener("connect", plugged);
      hid.removeEventListener("disconnect", unplugged);
      await letGo()?.close().catch(refuse);
    },
    ask: async () => {
      await hid
        .requestDevice({ filters: SPACE_MOUSE_FILTERS })
        .then(([chosen]) => (started ? take(chosen) : undefined))
        .catch(refuse);
    },
    onCap: (listener) => listen(caps, listener),
    onButton: (listener) => listen(buttons, listener),
  };
}
