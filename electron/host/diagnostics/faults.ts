/** What a check found wrong: the first of it in words, and how much there is. Of millions a handful tells enough. */

const SHOWN = 5;

export interface Faults {
  readonly add: (words: () => string) => void;
  readonly count: () => number;
  /** One line each; the last says how many more there are. */
  readonly lines: () => readonly string[];
}

export function createFaults(): Faults {
  const first: string[] = [];
  let count = 0;
  return {
    add: (words) => {
      count += 1;
      if (first.length < SHOWN) first.push(words());
    },
    count: () => count,
    lines: () => (count > SHOWN ? [...first, `and ${count - SHOWN} more`] : first),
  };
}
