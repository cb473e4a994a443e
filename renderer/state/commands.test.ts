import { beforeEach, expect, test } from "vitest";
import {
  commandRegistry,
  declaredShortcut,
  registerCommand,
  runCommand,
  setShortcuts,
  type Command,
} from "./commands.ts";

const ran: string[] = [];
const command = (id: string, more: Partial<Command> = {}): Command => ({
  id,
  titleKey: "command.undo",
  run: () => void ran.push(id),
  ...more,
});
const known = (): string[] => [...commandRegistry.getState().commands.keys()];

beforeEach(() => {
  commandRegistry.setState({ commands: new Map() });
  ran.length = 0;
});

test("a command runs by its id while it is registered", () => {
  const remove = registerCommand(command("a"));
  expect(runCommand("a")).toBe(true);
  remove();
  expect(runCommand("a")).toBe(false);
  expect(ran).toEqual(["a"]);
});

test("enabled is asked each time", () => {
  let enabled = false;
  registerCommand(command("a", { enabled: () => enabled }));
  expect(runCommand("a")).toBe(false);
  enabled = true;
  expect(runCommand("a")).toBe(true);
  expect(ran).toEqual(["a"]);
});

test("a replaced command does not take its successor with it when it goes", () => {
  const removeFirst = registerCommand(command("a", { run: () => void ran.push("first") }));
  const removeSecond = registerCommand(command("a", { run: () => void ran.push("second") }));
  removeFirst();
  runCommand("a");
  expect(ran).toEqual(["second"]);
  removeSecond();
  removeSecond();
  expect(known()).toEqual([]);
});

test("menus hear of every change, and keep the order in which commands came", () => {
  const seen: string[][] = [];
  const stop = commandRegistry.subscribe(({ commands }) => void seen.push([...commands.keys()]));
  const removals = ["b", "a", "c"].map((id) => registerCommand(command(id)));
  removals[1]?.();
  stop();
  expect(seen).toEqual([["b"], ["b", "a"], ["b", "a", "c"], ["b", "c"]]);
});

test("a person's own shortcuts replace those that commands come with, now and later, and can be reset", () => {
  registerCommand(command("a", { shortcut: "F" }));
  setShortcuts({ a: "Ctrl+J", b: "" });
  registerCommand(command("b", { shortcut: "G" }));
  registerCommand(command("c", { shortcut: "H" }));
  const keys = (): (string | undefined)[] =>
    ["a", "b", "c"].map((id) => commandRegistry.getState().commands.get(id)?.shortcut);
  expect(keys()).toEqual(["Ctrl+J", undefined, "H"]);
  expect(declaredShortcut("a")).toBe("F");
  setShortcuts({});
  expect(keys()).toEqual(["F", "G", "H"]);
});

test("a command with a shortcut of one's own is taken away as any other", () => {
  setShortcuts({ a: "Ctrl+J" });
  const remove = registerCommand(command("a", { shortcut: "F" }));
  remove();
  expect(known()).toEqual([]);
  setShortcuts({});
});
