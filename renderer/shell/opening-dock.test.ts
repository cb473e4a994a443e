import { beforeEach, expect, test } from "vitest";
import { openingDock, type OpeningDock } from "./opening-dock.ts";

let done: string[];
let opening: OpeningDock;
beforeEach(() => {
  done = [];
  opening = openingDock({
    addDefault: () => void done.push("default"),
    restore: (layout) => void done.push(`restore ${layout}`),
    show: (id) => void done.push(`show ${id}`),
  });
});

test("what is asked for before the panels are there comes after them, the last in front", () => {
  opening.show("import");
  opening.show("search");
  opening.show("import");
  expect(done).toEqual([]);
  opening.loaded(undefined);
  expect(done).toEqual(["default", "show search", "show import"]);
});

test("also after a kept layout, and after one that comes late and replaces the default", () => {
  opening.show("import");
  opening.loaded("kept");
  expect(done).toEqual(["restore kept", "show import"]);
});

test("a kept layout that comes late replaces the default one, with what was asked for meanwhile", () => {
  opening.late();
  opening.show("import");
  opening.loaded("kept");
  expect(done).toEqual(["default", "show import", "restore kept", "show import"]);
});

test("where nothing was kept the default layout is made once", () => {
  opening.late();
  opening.late();
  opening.loaded(undefined);
  opening.show("tables");
  expect(done).toEqual(["default", "show tables"]);
});
