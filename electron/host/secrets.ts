/**
 * Where tokens are kept: never in a database, a log or an export. The shell decides which kind: the
 * window has the system's key store, serve a file that only this user can read.
 */
import { mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { randomUUID } from "node:crypto";
import type { SecretStorage } from "../../shared/contract/plants.ts";
import { Failure } from "../../shared/rpc/failure.ts";

export interface Secrets {
  /** How they are kept: the screen warns where others could read them. */
  readonly storage: SecretStorage;
  get(name: string): Promise<string | undefined>;
  set(name: string, value: string): Promise<void>;
  remove(name: string): Promise<void>;
}

/** Gone when the program ends. */
export function memorySecrets(): Secrets {
  const values = new Map<string, string>();
  return {
    storage: "memory",
    get: async (name) => values.get(name),
    set: async (name, value) => void values.set(name, value),
    remove: async (name) => void values.delete(name),
  };
}

/**
 * A JSON file of mode 0600 (POSIX; on Windows the user's profile folder keeps others out). Written aside
 * and renamed: a kill leaves the old or the new one.
 */
export function fileSecrets(path: string): Secrets {
  let turn: Promise<unknown> = Promise.resolve();
  const read = async (): Promise<Record<string, string>> => {
    let text: string;
    try {
      text = await readFile(path, "utf8");
    } catch (thrown) {
      if (thrown instanceof Error && "code" in thrown && thrown.code === "ENOENT") return {};
      throw new Failure("refused", `${path} can't be read: check its permissions.`);
    }
    try {
      const value = JSON.parse(text) as unknown;
      const entries = Object.entries(typeof value === "object" && value !== null ? value : {});
      return Object.fromEntries(
        entries.filter((entry): entry is [string, string] => typeof entry[1] === "string"),
      );
    } catch {
      throw new Failure(
        "corrupt",
        `${path} is damaged. Move it away and enter the tokens of your plants again.`,
      );
    }
  };
  const write = async (values: Readonly<Record<string, string>>): Promise<void> => {
    await mkdir(dirname(path), { recursive: true });
    const aside = `${path}.${randomUUID()}`;
    try {
      const file = await open(aside, "wx", 0o600);
      try {
        await file.writeFile(JSON.stringify(values));
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(aside, path);
    } catch (thrown) {
      await rm(aside, { force: true });
      throw thrown;
    }
  };
  /** One change at a time: the second must see what the first wrote. */
  const change = (work: (values: Record<string, string>) => Record<string, string>): Promise<void> => {
    const done = turn.then(async () => write(work(await read())));
    turn = done.catch(() => undefined);
    return done;
  };
  return {
    storage: "private-file",
    get: async (name) => {
      await turn;
      const values = await read();
      return Object.hasOwn(values, name) ? values[name] : undefined;
    },
    set: (name, value) => change((values) => ({ ...values, [name]: value })),
    remove: (name) =>
      change((values) => Object.fromEntries(Object.entries(values).filter(([other]) => other !== name))),
  };
}
