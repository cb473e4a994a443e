import { afterEach, expect, test } from "vitest";
import { PANELS } from "../../shared/commands/panels.ts";
import {
  frontPanels,
  resetLayout,
  setDock,
  setOverlay,
  showPanel,
  togglePanel,
  workspace,
} from "./workspace.ts";

afterEach(() => {
  setDock(undefined);
  setOverlay(undefined);
});

test("what is asked of the dock reaches it while it is there", () => {
  const asked: string[] = [];
  const askAll = (): void => {
    showPanel("timeline");
    togglePanel("details");
    resetLayout();
  };
  askAll();
  setDock({
    show: (panel) => void asked.push(`show ${panel}`),
    toggle: (panel) => void asked.push(`toggle ${panel}`),
    reset: () => void asked.push("reset"),
    front: () => ["timeline"],
  });
  expect(frontPanels()).toEqual(["timeline"]);
  askAll();
  setDock(undefined);
  expect(frontPanels()).toEqual([]);
  askAll();
  expect(asked).toEqual(["show timeline", "toggle details", "reset"]);
});

test("one thing floats above the panels at a time", () => {
  setOverlay("palette");
  setOverlay("about");
  expect(workspace.getState()).toEqual({ open: [], overlay: "about" });
});

test("no panel is twice in the order of F6", () => {
  expect(new Set(PANELS).size).toBe(PANELS.length);
});
