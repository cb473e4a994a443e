/**
 * What a segment names, noted while it is looked through for certain parts: whether it has to be opened for others at
 * all. Says yes where it can't tell.
 */
import { namesIn, type ChosenRecords } from "./chosen-records.ts";

/** Names, and ids of later revisions, that are noted of one segment, some 100 bytes each. */
const MOST = 20_000;

export interface SegmentNames {
  addPart(name: string): void;
  /** A change as it came. */
  addLine(line: string): void;
  /** Of a change that is not added as its line. */
  addRevision(id: string, revision: number): void;
  /** The whole segment was noted; before, nothing is told of it. */
  end(): void;
  /** Whether something of it may be about what is chosen, or a later word on what was taken. */
  mayHave(chosen: ChosenRecords): boolean;
}

export function createSegmentNames(most = MOST): SegmentNames {
  const names = new Set<string>();
  /** What was said before of these may have been said in another segment. */
  const again = new Set<string>();
  let isTooMuch = false;
  let isWhole = false;
  const addTo = (set: Set<string>, name: string): void => {
    if (!isTooMuch) set.add(name);
    isTooMuch ||= names.size + again.size > most;
  };
  const addRevision = (id: string, revision: number): void => {
    if (revision > 1) addTo(again, id);
  };
  return {
    addPart: (name) => addTo(names, name),
    addLine(line) {
      const revision = Number(/"revision"\s*:\s*(\d+)/.exec(line)?.[1] ?? 2);
      for (const [key, name] of namesIn(line)) {
        if (key === "name") addTo(names, name);
        else addRevision(name, revision);
      }
    },
    addRevision,
    end: () => {
      isWhole = true;
    },
    mayHave(chosen) {
      // A later word has a further revision: 2 at least, unless somebody counts from 0.
      if (!isWhole || isTooMuch || chosen.leastRevision < 1) return true;
      for (const part of chosen.parts) if (names.has(part)) return true;
      for (const id of again) if (chosen.isTaken(id)) return true;
      return false;
    },
  };
}
