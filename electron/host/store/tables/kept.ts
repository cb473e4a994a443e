/** Answers that are kept while the cache stays as it is: those asked for last, within a number of bytes. */

/** However small they are. */
const MOST = 6;

/** @param state another object after each change */
export function createKept(
  state: () => object,
): <T>(bytes: number, bytesOf: (kept: T) => number) => (name: string, make: () => Promise<T>) => Promise<T> {
  return <T>(most: number, bytesOf: (kept: T) => number) => {
    let kept = new Map<string, T>();
    let asOf: object | undefined;
    const keep = (name: string, found: T): T => {
      kept.delete(name);
      kept.set(name, found);
      let bytes = 0;
      for (const each of kept.values()) bytes += bytesOf(each);
      for (const [oldest, each] of kept) {
        if (oldest === name || (kept.size <= MOST && bytes <= most)) break;
        kept.delete(oldest);
        bytes -= bytesOf(each);
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
