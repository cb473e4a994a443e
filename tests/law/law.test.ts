import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { violations } from "./imports.ts";
import { LAW } from "./table.ts";

const ROOT = resolve(import.meta.dirname, "../..");

function sources(folder: string): readonly string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(ROOT.length + 1)
        .replaceAll("\\", "/"),
    );
}

test("no source breaks the dependency law", () => {
  const files = ["shared", "electron", "renderer"].flatMap(sources);
  expect(files.length).toBeGreaterThan(50);
  const found = files.flatMap((file) => violations(file, readFileSync(join(ROOT, file), "utf8")));
  expect(found).toEqual([]);
});

test.each([
  ["shared/model/x.ts", 'import { readFileSync } from "node:fs";'],
  ["shared/model/x.ts", 'import { openCache } from "../../electron/host/store/stores.ts";'],
  ["shared/time/x.ts", "export const now = () => Date.now();"],
  ["renderer/scene/x.ts", 'import { useState } from "react";'],
  ["renderer/scene/x.ts", 'import { store } from "../state/selection.ts";'],
  ["renderer/scene/x.ts", 'import {\n  a,\n  b,\n} from\n  "../../electron/host/host.ts";'],
  ["renderer/scene/x.ts", 'import "../theme/base.css";'],
  ["renderer/timeline/x.ts", 'export * from "../state/selection.ts";'],
  ["renderer/timeline/x.ts", 'const react = await import("react");'],
  ["renderer/panels/x.tsx", 'import { join } from "node:path";'],
  ["renderer/panels/x/x.tsx", 'import { TopBar } from "../../shell/top-bar.tsx";'],
  ["renderer/components/x.tsx", 'import { ProductPanel } from "../panels/product/product-panel.tsx";'],
  ["renderer/panels/x.tsx", 'import * as THREE from "three";'],
  ["renderer/panels/x.tsx", 'import { createHost } from "../../electron/host/host.ts";'],
  ["electron/host/x.ts", 'import { app } from "electron";'],
  ["electron/host/x.ts", 'import { main } from "../window/main.ts";'],
  ["electron/host/store/queries/x.ts", 'const db = new Database("x");'],
  ["electron/window/x.ts", 'import Database from "better-sqlite3";'],
  ["electron/window/x.ts", 'import { ipcMain } from "electron";'],
  ["electron/serve/x.ts", 'import { BrowserWindow } from "electron";'],
  ["electron/cli/x.ts", 'export { App } from "../../renderer/shell/app.tsx";'],
])("a planted violation is found: %s: %s", (file, code) => {
  expect(violations(file, code)).toHaveLength(1);
});

test.each([
  ["shared/model/x.ts", 'import * as v from "valibot"; // Date.now() is passed in'],
  ["renderer/panels/x.tsx", 'import { createScene } from "../scene/scene.ts";'],
  ["electron/host/x.ts", 'const sql = `SELECT a AS "from", "electron" FROM x`;'],
  ["renderer/timeline/testing/x.ts", 'import { DARK } from "../../theme/tokens.ts";'],
  ["electron/host/store/open.ts", 'import Database from "better-sqlite3"; new Database("x");'],
])("what the law allows is not reported: %s", (file, code) => {
  expect(violations(file, code)).toEqual([]);
});

test("the page of law quotes every folder of the table", () => {
  const page = readFileSync(join(ROOT, "docs/architecture.md"), "utf8");
  for (const { folder } of LAW) expect(page).toMatch(new RegExp(`^\\| ${folder} +\\|`, "m"));
});
