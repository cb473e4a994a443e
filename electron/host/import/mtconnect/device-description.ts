/**
 * An agent's device description (MTConnectDevices, MTConnect part 2.0): what each data item is and its units. A log
 * or a stream only names the items.
 */
import { readdir, readFile, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { SaxesParser } from "saxes";

export interface DescribedItem {
  readonly id: string;
  readonly name: string | undefined;
  /** Upper snake case, for example PATH_FEEDRATE. */
  readonly type: string;
  readonly subType: string | undefined;
  /** SAMPLE, EVENT or CONDITION. */
  readonly category: string;
  /** What an agent reports in. */
  readonly units: string | undefined;
  /** What an adapter's log is in. */
  readonly nativeUnits: string | undefined;
}

export interface DeviceDescription {
  readonly name: string;
  readonly uuid: string | undefined;
  /** By id and by name. */
  readonly items: ReadonlyMap<string, DescribedItem>;
  readonly itemCount: number;
}

/** Device descriptions are some 100 KB; what is far bigger is something else. */
const LARGEST_DESCRIPTION_BYTES = 20 * 1024 * 1024;

/** Devices of an MTConnectDevices document; those read before a syntax error are kept. */
export function parseDeviceDescription(xml: string): DeviceDescription[] {
  const devices: {
    name: string;
    uuid: string | undefined;
    items: Map<string, DescribedItem>;
    itemCount: number;
  }[] = [];
  const parser = new SaxesParser();
  let broken = false;
  parser.on("error", () => {
    broken = true;
  });
  parser.on("opentag", ({ name, attributes }) => {
    if (broken) return;
    const local = localName(name);
    if (local === "Device")
      devices.push({
        name: attributes["name"] ?? attributes["id"] ?? "",
        uuid: attributes["uuid"],
        items: new Map(),
        itemCount: 0,
      });
    if (local !== "DataItem") return;
    const device = devices.at(-1);
    const id = attributes["id"];
    if (device === undefined || id === undefined) return;
    const item: DescribedItem = {
      id,
      name: attributes["name"],
      type: attributes["type"] ?? "",
      subType: attributes["subType"],
      category: attributes["category"] ?? "",
      units: attributes["units"],
      nativeUnits: attributes["nativeUnits"],
    };
    device.itemCount += 1;
    device.items.set(id, item);
    if (item.name !== undefined && !device.items.has(item.name)) device.items.set(item.name, item);
  });
  parser.write(xml).close();
  return devices;
}

/** `mt:Device` as `Device`. */
export function localName(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}

/**
 * Devices described near a file: `*devices*.xml` in its own folder, else in a folder beside it whose name starts with
 * mtconnect. Nothing found, or nothing readable: an empty list.
 */
export async function findDeviceDescriptions(path: string): Promise<DeviceDescription[]> {
  const own = dirname(path);
  const found = await describedIn(own);
  if (found.length > 0) return found;
  const parent = dirname(own);
  for (const folder of (await entries(parent)).filter((name) => /^mtconnect/i.test(name)).sort()) {
    const beside = await describedIn(join(parent, folder));
    if (beside.length > 0) return beside;
  }
  return [];
}

async function describedIn(folder: string): Promise<DeviceDescription[]> {
  const devices: DeviceDescription[] = [];
  for (const name of (await entries(folder)).filter((entry) => /devices.*\.xml$/i.test(entry)).sort()) {
    const path = join(folder, name);
    try {
      if ((await stat(path)).size > LARGEST_DESCRIPTION_BYTES) continue;
      const xml = await readFile(path, "utf8");
      if (/<(?:\w+:)?MTConnectDevices\b/.test(xml.slice(0, 4096)))
        devices.push(...parseDeviceDescription(xml));
    } catch {
      // An unreadable description costs units of measure, never the file that it would have described.
    }
  }
  return devices;
}

async function entries(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch {
    return [];
  }
}

/**
 * The device that a log is of: the one of that name; else the one that knows most of the log's items, if it knows more
 * than half of them.
 */
export function describedDevice(
  devices: readonly DeviceDescription[],
  equipment: string | undefined,
  itemNames: ReadonlySet<string>,
): DeviceDescription | undefined {
  const named = devices.find(
    ({ name, uuid }) => equipment !== undefined && (name === equipment || uuid === equipment),
  );
  if (named !== undefined) return named;
  // The machine is known by name and not described: another machine's items may only look alike.
  if (equipment !== undefined) return undefined;
  let best: DeviceDescription | undefined;
  let bestKnown = itemNames.size / 2;
  for (const device of devices) {
    const known = [...itemNames].filter((name) => device.items.has(name)).length;
    if (known > bestKnown) {
      best = device;
      bestKnown = known;
    }
  }
  return best;
}
