import { mkdtemp, mkdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { describedDevice, findDeviceDescriptions, parseDeviceDescription } from "./device-description.ts";

const XML = `<m:MTConnectDevices xmlns:m="urn:mtconnect.org:MTConnectDevices:1.3"><m:Devices>
<m:Device name="A" uuid="ua" id="a"><m:DataItems>
<m:DataItem id="a1" name="Feed_Rate" type="PATH_FEEDRATE" category="SAMPLE" units="MILLIMETER/SECOND"/>
<m:DataItem id="a2" type="EXECUTION" category="EVENT"/></m:DataItems></m:Device>
<m:Device name="B" id="b"><m:DataItems><m:DataItem id="b1" name="x" type="LOAD" category="SAMPLE"/></m:DataItems></m:Device>
</m:Devices></m:MTConnectDevices>`;

test("items are known by id and by name", () => {
  const [a, b] = parseDeviceDescription(XML);
  expect([a?.name, a?.uuid, a?.itemCount, b?.name, b?.uuid]).toEqual(["A", "ua", 2, "B", undefined]);
  expect(a?.items.get("Feed_Rate")).toBe(a?.items.get("a1"));
  expect(a?.items.get("a2")?.type).toBe("EXECUTION");
});

test("what was read before the text breaks off is kept", () => {
  const cut = XML.slice(0, XML.indexOf('<m:Device name="B"') + 10);
  expect(parseDeviceDescription(cut).map(({ name }) => name)).toEqual(["A"]);
});

test("a log's device is the named one, else the one that knows most of its items", () => {
  const devices = parseDeviceDescription(XML);
  expect(describedDevice(devices, "B", new Set(["Feed_Rate"]))?.name).toBe("B");
  expect(describedDevice(devices, "ua", new Set())?.name).toBe("A");
  expect(describedDevice(devices, "C", new Set(["Feed_Rate"]))).toBeUndefined();
  expect(describedDevice(devices, undefined, new Set(["Feed_Rate"]))?.name).toBe("A");
  expect(describedDevice(devices, undefined, new Set(["Feed_Rate", "other"]))).toBeUndefined();
});

test("a description is found beside the file or in a folder mtconnect beside its folder", async () => {
  const folder = await mkdtemp(join(tmpdir(), "devices-"));
  try {
    await mkdir(join(folder, "logs"));
    await mkdir(join(folder, "MTConnect"));
    expect(await findDeviceDescriptions(join(folder, "logs", "x.txt"))).toEqual([]);
    await writeFile(join(folder, "MTConnect", "Devices.xml"), XML);
    expect((await findDeviceDescriptions(join(folder, "logs", "x.txt"))).map(({ name }) => name)).toEqual([
      "A",
      "B",
    ]);
    // A file of that name that is something else is passed over.
    await writeFile(join(folder, "logs", "devices.xml"), "<Other/>");
    expect(await findDeviceDescriptions(join(folder, "logs", "x.txt"))).toHaveLength(2);
    await writeFile(join(folder, "logs", "my-devices.xml"), XML.replace('name="B"', 'name="Z"'));
    expect((await findDeviceDescriptions(join(folder, "logs", "x.txt"))).map(({ name }) => name)).toEqual([
      "A",
      "Z",
    ]);
  } finally {
    await rm(folder, { recursive: true });
  }
});
