/** A Node process that is spoken to by lines: each command is answered by a line of JSON. */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

export interface Child {
  /** The next line that it says. */
  next(): Promise<unknown>;
  ask(command: string): Promise<unknown>;
  /** SIGKILL: it learns of nothing. */
  kill(): Promise<void>;
  /** Sends the last command and waits for its end, but not for ever. */
  end(command: string): Promise<void>;
}

const PATIENCE = 5_000;

export function startChild(script: string, args: readonly string[]): Child {
  const child = spawn(process.execPath, [script, ...args], { stdio: ["pipe", "pipe", "inherit"] });
  const kill = (): void => void child.kill("SIGKILL");
  // A child that outlives the tests would hold the runner.
  process.once("exit", kill);
  const ended = new Promise<void>((done) => child.once("exit", () => done()));
  void ended.then(() => process.off("exit", kill));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<unknown> => {
    const { value, done } = await lines.next();
    if (done === true) throw new Error(`${script} has ended`);
    return JSON.parse(value) as unknown;
  };
  return {
    next,
    ask: (command) => {
      child.stdin.write(`${command}\n`);
      return next();
    },
    kill: () => {
      kill();
      return ended;
    },
    end: async (command) => {
      child.stdin.end(`${command}\n`);
      const timer = setTimeout(kill, PATIENCE);
      await ended;
      clearTimeout(timer);
    },
  };
}
