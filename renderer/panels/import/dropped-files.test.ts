import { expect, test } from "vitest";
import { filesOfDrop } from "./dropped-files.ts";

/** The browser hands out entries in batches of this size (HTML, FileSystemDirectoryReader in Chromium). */
const BATCH = 100;

interface Folder {
  readonly [name: string]: Folder | string;
}

function entryOf(name: string, content: Folder | string, above: string): FileSystemEntry {
  const fullPath = `${above}/${name}`;
  if (typeof content === "string") {
    const file = (done: (file: File) => void, fail: (error: Error) => void): void => {
      if (content === "unreadable") fail(new Error(`${name} can't be read`));
      else done(new File([content], name));
    };
    return { isFile: true, isDirectory: false, name, fullPath, file } as unknown as FileSystemEntry;
  }
  const createReader = (): unknown => {
    const left = Object.entries(content).map(([child, below]) => entryOf(child, below, fullPath));
    return { readEntries: (done: (batch: FileSystemEntry[]) => void) => done(left.splice(0, BATCH)) };
  };
  return { isFile: false, isDirectory: true, name, fullPath, createReader } as unknown as FileSystemEntry;
}

/** The list of a drop is emptied once the event is over: before any promise goes on. */
function drop(entries: readonly (FileSystemEntry | null)[], texts = 0): DataTransferItemList {
  let alive = true;
  void Promise.resolve().then(() => (alive = false));
  const items = [
    ...Array.from({ length: texts }, () => ({ kind: "string", webkitGetAsEntry: () => null })),
    ...entries.map((entry) => ({ kind: "file", webkitGetAsEntry: () => (alive ? entry : null) })),
  ];
  return items as unknown as DataTransferItemList;
}

const paths = async (list: DataTransferItemList): Promise<string[]> =>
  (await filesOfDrop(list)).map(({ relativePath }) => relativePath);

test("files and whole trees of folders, each with its path", async () => {
  const folder = { "a.step": "ISO", logs: { "x.log": "1", deeper: { "y.log": "2" }, empty: {} } };
  const found = await filesOfDrop(drop([entryOf("b.qif", "<QIF>", ""), entryOf("job", folder, "")], 1));
  expect(found.map(({ relativePath }) => relativePath)).toEqual([
    "b.qif",
    "job/a.step",
    "job/logs/x.log",
    "job/logs/deeper/y.log",
  ]);
  expect(await found[3]?.file.text()).toBe("2");
});

test("a folder of more files than one batch holds is read to its end", async () => {
  const folder = Object.fromEntries(
    Array.from({ length: 2 * BATCH + 50 }, (_, index) => [`${index}.nc`, "%"]),
  );
  expect(await paths(drop([entryOf("many", folder, "")]))).toEqual(
    Object.keys(folder).map((name) => `many/${name}`),
  );
});

test("text and things without an entry are no files", async () => {
  expect(await paths(drop([null], 2))).toEqual([]);
});

test("a file that can't be read says so", async () => {
  await expect(filesOfDrop(drop([entryOf("x.step", "unreadable", "")]))).rejects.toThrow(
    "x.step can't be read",
  );
});
