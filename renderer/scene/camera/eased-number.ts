/** A number that eases to a new value over a few frames. */

/** ms. */
const EASE = 160;

export interface EasedNumber {
  readonly value: () => number;
  readonly goal: () => number;
  readonly moveTo: (to: number, ease: boolean) => void;
  /** Steps to `now` (ms); true where the value changed. */
  readonly step: (now: number) => boolean;
  readonly moving: () => boolean;
}

export function createEasedNumber(start: number): EasedNumber {
  let value = start;
  let stale = false;
  let ease: { readonly from: number; readonly to: number; startedAt: number | undefined } | undefined;
  return {
    value: () => value,
    goal: () => ease?.to ?? value,
    moveTo: (to, eased) => {
      if (to === (ease?.to ?? value)) return;
      if (eased) ease = { from: value, to, startedAt: undefined };
      else {
        ease = undefined;
        value = to;
        stale = true;
      }
    },
    step: (now) => {
      const changed = stale || ease !== undefined;
      stale = false;
      if (ease !== undefined) {
        // From the first frame that shows it: a slow frame before must not eat the movement.
        ease.startedAt ??= now - 16;
        const share = Math.min(1, (now - ease.startedAt) / EASE);
        value = share === 1 ? ease.to : ease.from + (ease.to - ease.from) * (1 - (1 - share) ** 3);
        if (share === 1) ease = undefined;
      }
      return changed;
    },
    moving: () => ease !== undefined,
  };
}
