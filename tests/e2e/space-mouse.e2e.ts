/** A 3D mouse by the switch in the settings: the browser's own WebHID, and a device that sends what real ones do. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { openInBrowser, type BrowserShell } from "./browser-shell.ts";

let shell: BrowserShell;
beforeAll(async () => {
  shell = await openInBrowser({ size: { width: 1366, height: 768 } });
  await shell.app.scene.ready();
});
afterAll(async () => {
  await shell.close();
});

/** Puts a device into the browser's WebHID; `window.spaceMouse` sends its reports. */
const plugIn = () =>
  shell.app.page.evaluate(() => {
    const device = Object.assign(new EventTarget(), {
      vendorId: 0x256f,
      productId: 0xc635,
      productName: "SpaceMouse Compact",
      opened: false,
      open: async () => void (device.opened = true),
      close: async () => void (device.opened = false),
    });
    const { hid } = navigator as unknown as { hid: object };
    Object.assign(hid, { requestDevice: async () => [device] });
    Object.assign(window, {
      spaceMouse: {
        opened: () => device.opened,
        send: (reportId: number, bytes: readonly number[]) =>
          device.dispatchEvent(
            Object.assign(new Event("inputreport"), {
              device,
              reportId,
              data: new DataView(Uint8Array.from(bytes).buffer),
            }),
          ),
      },
    });
  });
interface Plugged {
  readonly spaceMouse: { opened(): boolean; send(id: number, bytes: readonly number[]): void };
}
const send = (id: number, ...bytes: readonly number[]): Promise<void> =>
  shell.app.page.evaluate(
    ([report, values]) => (window as unknown as Plugged).spaceMouse.send(report, values),
    [id, bytes] as const,
  );
const opened = (): Promise<boolean> =>
  shell.app.page.evaluate(() => (window as unknown as Plugged).spaceMouse.opened());
const turned = (): Promise<string> => shell.app.scene.cube.evaluate((cube) => cube.style.transform);

test("is off, asked for by a click, turns the model while it is pushed, and is let go with the switch", async () => {
  const { app } = shell;
  await plugIn();
  await app.scene.press("?");
  const sheet = app.page.getByRole("dialog");
  const use = sheet.getByRole("checkbox", { name: "Let a 3Dconnexion SpaceMouse move the view" });
  expect(await use.isChecked()).toBe(false);
  expect(await sheet.getByRole("button", { name: "Connect…" }).count()).toBe(0);
  await use.check();
  await sheet.getByText("None is connected.").waitFor();
  await sheet.getByRole("button", { name: "Connect…" }).click();
  await sheet.getByText("SpaceMouse Compact moves the view.").waitFor();
  await app.page.keyboard.press("Escape");

  const before = await app.scene.settled(turned);
  await send(2, 0, 0, 0, 0, 0x5e, 0x01);
  await expect.poll(turned).not.toBe(before);
  await send(2, 0, 0, 0, 0, 0, 0);
  const after = await app.scene.settled(turned);
  expect(after).not.toBe(before);
  // The right button opens the search.
  await send(3, 2, 0);
  await app.page.getByRole("dialog").getByRole("combobox").waitFor();
  await send(3, 0, 0);
  await app.page.keyboard.press("Escape");

  await app.scene.press("?");
  await use.uncheck();
  await expect.poll(opened).toBe(false);
  await app.page.keyboard.press("Escape");
  await send(2, 0, 0, 0, 0, 0x5e, 0x01);
  expect(await app.scene.settled(turned)).toBe(after);
});
