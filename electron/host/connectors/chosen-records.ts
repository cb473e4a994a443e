/** Which records are taken out of turn: those about certain parts, and whatever is said later of the same records. */
import type { FeedChange } from "../../../shared/model/feed.ts";
import { Failure } from "../../../shared/rpc/failure.ts";
import { partOf, referencesOf } from "../store/staged-events.ts";

export interface ChosenRecords {
  /** Numbers of the parts; their units count as theirs. */
  readonly parts: ReadonlySet<string>;
  /** No change that is still to come of a record taken so far has a revision below. */
  readonly leastRevision: number;
  /** Taken before, under whatever part. */
  isTaken(id: string): boolean;
  /** `TooManyChosen` where they are more than can be kept in mind. */
  take(id: string, revision: number): void;
  /** Whether a line may be about them, before it is read: `has` says for sure. */
  mayHave(line: string): boolean;
  has(change: FeedChange): boolean;
}

/** Ids kept in mind, some 100 bytes each. */
const MOST = 500_000;

/** Then waiting for everything is as quick. */
export class TooManyChosen extends Failure {
  constructor(most: number) {
    super("limit", `More than ${most} records belong to these parts.`);
  }
}

const NAMES = /"(name|id)"\s*:\s*"((?:[^"\\]|\\.)*)"/g;

export function createChosenRecords(parts: ReadonlySet<string>, most = MOST): ChosenRecords {
  const ids = new Set<string>();
  let leastRevision = Infinity;
  return {
    parts,
    get leastRevision() {
      return leastRevision;
    },
    isTaken: (id) => ids.has(id),
    take(id, revision) {
      ids.add(id);
      leastRevision = Math.min(leastRevision, revision);
      if (ids.size > most) throw new TooManyChosen(most);
    },
    mayHave(line) {
      for (const [key, name] of namesIn(line))
        if (key === "name" ? parts.has(name) : ids.has(name)) return true;
      return false;
    },
    has: (change) =>
      ids.has(change.id) ||
      (change.op === "put" && referencesOf(change.record).some((named) => parts.has(partOf(named).name))),
  };
}

/** Every text under a key that a part or a record may be named by, wherever it stands in the line. */
export function* namesIn(line: string): Generator<readonly [key: "name" | "id", name: string]> {
  for (const [, key, text = ""] of line.matchAll(NAMES))
    yield [key === "name" ? "name" : "id", text.includes("\\") ? unescaped(text) : text];
}

function unescaped(text: string): string {
  try {
    return String(JSON.parse(`"${text}"`));
  } catch {
    // Its turn in the segment says what is wrong with the line.
    return "";
  }
}
