/** Answers that are kept while the cache stays as it is: those asked for last, within a number of bytes. */
import type { Held } from "./table.ts";

/** However small they are. */
const MOST = 6;

export type Keep<T> = (name: string, make: () => Promise<T>) => Promise<T>;

/** @param state another object after each change */
export function createKept(state: () => object): <T>(bytes: number, heldBy: (kept: T) => Held) => Keep<T> {
  return <T>(most: number, heldBy: (kept: T) => Held) => {
    let kept = new Map<string, T>();
    let asOf: object | undefined;
    const bytesOfAll = (): number => bytesOf([...kept.values()].flatMap(heldBy));
    const keep = (name: string, found: T): T => {
      kept.delete(name);
      kept.set(name, found);
      for (const oldest of kept.keys()) {
        if (oldest === name || (kept.size <= MOST && bytesOfAll() <= most)) break;
        kept.delete(oldest);
      }
      return found;
    };
    return (name: string, make: () => Promise<T>): Promise<T> => {
      const now = state();
      if (asOf !== now) kept = new Map();
      asOf = now;
      const known = kept.get(name);
      if (known !== undefined) return Promise.resolve(keep(name, known));
      // What was made while the cache changed is good for this answer alone.
      return make().then((made: T) => (state() === now ? keep(name, made) : made));
    };
  };
}

/** What several hold counts once. */
export function bytesOf(held: Held): number {
  let bytes = 0;
  for (const each of new Map(held).values()) bytes += each;
  return bytes;
}
