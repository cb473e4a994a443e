import { resolve } from "node:path";
import { expect, test } from "vitest";
import { parseCommandLine } from "./command-line.ts";

const FOLDER = resolve("/plant");
const at = (path: string): string => resolve(FOLDER, path);

test("paths are resolved against the working folder, Chromium's switches are skipped", () => {
  expect(
    parseCommandLine(
      ["--no-sandbox", "--remote-debugging-port=0", "logs", "--data", "d", resolve("/x.step")],
      FOLDER,
    ),
  ).toEqual({ paths: [at("logs"), resolve("/x.step")], dataFolder: at("d"), demo: true, link: undefined });
});

test.each([
  [["--data=d"], at("d")],
  [["--data", "d"], at("d")],
  [["--data"], undefined],
  [["--data", ""], undefined],
])("%j names the data folder %s", (args, dataFolder) =>
  expect(parseCommandLine(args, FOLDER).dataFolder).toBe(dataFolder),
);

test("the app's own folder is no path to open, but only once", () => {
  expect(parseCommandLine([FOLDER, "a", FOLDER], "/", FOLDER).paths).toEqual([resolve("/a"), FOLDER]);
});

test("after -- everything is a path", () => {
  expect(parseCommandLine(["--", "--data", "-x"], FOLDER)).toMatchObject({
    paths: [at("--data"), at("-x")],
    dataFolder: undefined,
  });
});

test("the demo can be left out", () => {
  expect(parseCommandLine(["--no-demo"], FOLDER).demo).toBe(false);
});

test("a link is no path", () => {
  const link = "throughline://view/2.eyJzY29wZSI6InBhcnQifQ";
  expect(parseCommandLine(["a.step", link], FOLDER)).toMatchObject({ paths: [at("a.step")], link });
});

test("what a link brings behind it is not read", () => {
  const link = "throughline://view/2.abc";
  expect(parseCommandLine([link, "--data", "/evil", "--no-demo", "b.step"], FOLDER)).toEqual({
    paths: [],
    dataFolder: undefined,
    demo: true,
    link,
  });
});

test.each([
  "throughline:",
  "throughline://open/2.abc",
  "THROUGHLINE://view/2.abc",
  "throughline:/etc/passwd",
])("%s opens nothing", (address) => {
  expect(parseCommandLine([address, "--data=/evil"], FOLDER)).toEqual({
    paths: [],
    dataFolder: undefined,
    demo: true,
    link: undefined,
  });
});
