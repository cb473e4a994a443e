import { describe, expect, test } from "vitest";
import type { CapAxes } from "../../../scene/space-mouse/report.ts";
import type { Hid, HidDevice, HidReport } from "./hid.ts";
import { createSpaceMouse } from "./space-mouse.ts";

type Plug = (event: { readonly device: HidDevice }) => void;

/** A device and the browser's side of it, as WebHID defines them. */
function plug(vendorId = 0x256f, refuses = false) {
  const hears = new Set<(report: HidReport) => void>();
  let opened = false;
  const device: HidDevice = {
    vendorId,
    productId: 0xc635,
    productName: "SpaceMouse Compact",
    get opened() {
      return opened;
    },
    open: async () => {
      if (refuses) throw new DOMException("held by another program", "NotAllowedError");
      opened = true;
    },
    close: async () => void (opened = false),
    addEventListener: (_type, listener) => void hears.add(listener),
    removeEventListener: (_type, listener) => void hears.delete(listener),
  };
  const listeners = { connect: new Set<Plug>(), disconnect: new Set<Plug>() };
  let allowed: HidDevice[] = [];
  const hid: Hid = {
    getDevices: async () => allowed,
    requestDevice: async () => (allowed = [device]),
    addEventListener: (type, listener) => void listeners[type].add(listener),
    removeEventListener: (type, listener) => void listeners[type].delete(listener),
  };
  const send = (reportId: number, ...bytes: number[]): void => {
    const data = new DataView(Uint8Array.from(bytes).buffer);
    for (const listener of hears) listener({ device, reportId, data } as HidReport);
  };
  const tell = (type: "connect" | "disconnect"): void => listeners[type].forEach((each) => each({ device }));
  return { hid, device, send, tell, heard: () => hears.size };
}

describe("a 3D mouse", () => {
  test("is asked for, opened, heard, and let go when the switch is off", async () => {
    const { hid, device, send, heard } = plug();
    const mouse = createSpaceMouse(hid);
    const caps: CapAxes[] = [];
    const buttons: number[] = [];
    mouse.onCap((axes) => caps.push(axes));
    mouse.onButton((button) => buttons.push(button));
    await mouse.start();
    expect(mouse.state.getState().device).toBe("none");
    await mouse.ask();
    expect(mouse.state.getState()).toEqual({ device: "open", name: "SpaceMouse Compact" });
    send(1, 0x5e, 0x01, 0, 0, 0, 0);
    send(2, 0, 0, 0, 0, 0xaf, 0);
    expect(caps.at(-1)).toMatchObject({ right: 1, twist: 0.5 });
    send(3, 1, 0);
    send(3, 1, 0);
    send(3, 3, 0);
    expect(buttons).toEqual([1, 2]);
    await mouse.stop();
    expect([device.opened, heard(), caps.at(-1)?.right]).toEqual([false, 0, 0]);
  });

  test("that is pulled out while it is pushed leaves the model standing; plugged in again it goes on", async () => {
    const { hid, device, send, tell } = plug();
    const mouse = createSpaceMouse(hid);
    let last: CapAxes | undefined;
    mouse.onCap((axes) => (last = axes));
    await mouse.start();
    await mouse.ask();
    send(1, 0x5e, 0x01, 0, 0, 0, 0);
    expect(last?.right).toBe(1);
    tell("disconnect");
    expect([last?.right, mouse.state.getState().device]).toEqual([0, "none"]);
    await device.close();
    tell("connect");
    await expect.poll(() => mouse.state.getState().device).toBe("open");
  });

  test("that another program holds is said to be refused; another device is not taken", async () => {
    const held = createSpaceMouse(plug(0x256f, true).hid);
    await held.start();
    await held.ask();
    expect(held.state.getState().device).toBe("refused");
    const other = createSpaceMouse(plug(0x1234).hid);
    await other.start();
    await other.ask();
    expect(other.state.getState().device).toBe("none");
  });

  test("that opens only after the switch was turned off is let go again", async () => {
    const { hid, device } = plug();
    const opening = Promise.withResolvers<void>();
    const open = device.open.bind(device);
    Object.assign(device, {
      open: async () => {
        await opening.promise;
        await open();
      },
    });
    const mouse = createSpaceMouse(hid);
    await mouse.start();
    const asked = mouse.ask();
    await expect.poll(() => mouse.state.getState().device).toBe("opening");
    await mouse.stop();
    opening.resolve();
    await asked;
    expect([device.opened, mouse.state.getState().device]).toEqual([false, "none"]);
  });

  test("that the browser does not hand out is said to be refused", async () => {
    const { hid } = plug();
    const mouse = createSpaceMouse({
      ...hid,
      requestDevice: () => Promise.reject(new DOMException("no gesture", "SecurityError")),
    });
    await mouse.start();
    await mouse.ask();
    expect(mouse.state.getState().device).toBe("refused");
  });
});
