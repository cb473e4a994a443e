import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { cycleRegions } from "./cycle-regions.ts";

/** What F6 needs of an element, without a page. */
class PageElement {
  readonly children: PageElement[] = [];
  offsetParent: object | null = {};
  isConnected = true;
  readonly name: string;
  readonly first: boolean;
  constructor(name: string, first = false) {
    this.name = name;
    this.first = first;
  }
  contains(other: PageElement | undefined): boolean {
    return other === this || this.children.some((child) => child.contains(other));
  }
  querySelector(): PageElement | null {
    return this.children.find(({ first }) => first) ?? null;
  }
  readonly focus = (): void => focusOn(this);
}

let focused: PageElement | undefined;
const focusOn = (element: PageElement): void => void (focused = element);
let regions: PageElement[];
const list = new PageElement("list", true);
const row = new PageElement("row");
const other = new PageElement("other");

beforeEach(() => {
  regions = ["product", "units", "scene"].map((name) => new PageElement(name));
  regions[0]?.children.push(other, list, row);
  for (const element of [list, row, other]) element.isConnected = true;
  focused = undefined;
  vi.stubGlobal("HTMLElement", PageElement);
  vi.stubGlobal("document", {
    querySelectorAll: () => regions,
    get activeElement() {
      return focused ?? new PageElement("body");
    },
  });
});
afterEach(() => vi.unstubAllGlobals());

const names = (step: 1 | -1, times: number): (string | undefined)[] =>
  Array.from({ length: times }, () => {
    cycleRegions(step);
    return focused?.name;
  });

test("goes through the panels and around, to the place in each that comes first", () => {
  expect(names(1, 4)).toEqual(["list", "units", "scene", "list"]);
});

test("goes back the same way", () => {
  focused = list;
  expect(names(-1, 3)).toEqual(["scene", "units", "list"]);
});

test("gives the focus back where it was, unless that is gone", () => {
  focused = row;
  expect(names(1, 3)).toEqual(["units", "scene", "row"]);
  names(1, 2);
  row.isConnected = false;
  expect(names(1, 1)).toEqual(["list"]);
});

test("leaves out panels behind another tab", () => {
  const [, units] = regions;
  if (units !== undefined) units.offsetParent = null;
  focused = list;
  expect(names(1, 2)).toEqual(["scene", "list"]);
});

test("backwards from outside every panel begins at the last one", () => {
  expect(names(-1, 1)).toEqual(["scene"]);
});

test("a page without panels keeps its focus", () => {
  regions = [];
  focused = other;
  expect(names(1, 1)).toEqual(["other"]);
});
