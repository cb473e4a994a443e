/** Parts whose history a person waits for while a feed is read for the first time: it is taken before its turn. */
import { Failure } from "../../../shared/rpc/failure.ts";

export interface Wish {
  /** Numbers of the parts: the one that is looked at and all below it. */
  readonly parts: ReadonlySet<string>;
  /** Aborts when nobody waits any more. */
  readonly signal: AbortSignal;
  /** Everything of them is here. */
  fulfil(): void;
  /** It can't be granted before everything is here. */
  refuse(thrown: Failure): void;
}

export interface Wishes {
  /** Settles when all of it is here; rejects with `cancelled` when it is given up, `limit` where it is too much. */
  add(parts: ReadonlySet<string>, signal: AbortSignal): Promise<void>;
  /** The newest that still waits: what is looked at now. */
  next(): Wish | undefined;
  /** Everything is here, or (`thrown`) nothing more will come. */
  settleAll(thrown?: Failure): void;
}

export function createWishes(): Wishes {
  const waiting: Wish[] = [];
  const drop = (wish: Wish): void => {
    const index = waiting.findIndex((each) => each === wish);
    if (index >= 0) waiting.splice(index, 1);
  };
  return {
    add: (parts, signal) =>
      new Promise((resolve, reject) => {
        const wish = {
          parts,
          signal,
          fulfil: () => {
            drop(wish);
            resolve();
          },
          refuse: (thrown: Failure) => {
            drop(wish);
            reject(thrown);
          },
        };
        const giveUp = (): void => wish.refuse(new Failure("cancelled", "cancelled"));
        if (signal.aborted) return giveUp();
        signal.addEventListener("abort", giveUp, { once: true });
        waiting.push(wish);
      }),
    next: () => waiting.at(-1),
    settleAll(thrown) {
      for (const wish of waiting.splice(0)) {
        if (thrown === undefined) wish.fulfil();
        else wish.refuse(thrown);
      }
    },
  };
}
