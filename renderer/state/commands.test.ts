import { beforeEach, expect, test } from "vitest";
import { commandRegistry, registerCommand, runCommand, type Command } from "./commands.ts";

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
