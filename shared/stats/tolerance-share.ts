/** How much of its tolerance a value uses. */
import { effectiveLimits, type Limits } from "./capability.ts";

/**
 * Signed share of the tolerance: 0 at nominal, 1 at the upper limit, −1 at the lower one, each side by its
 * own width; beyond ±1 the value is out. Where the nominal is not between the limits (a fit such as 62 H7,
 * or none is given) their middle stands for it, in a zone that begins at 0 (flatness) its 0. With one limit
 * the other side is measured by the width of that one. Undefined without a limit or without any width.
 */
export function toleranceShare(value: number, limits: Limits): number | undefined {
  const { nominal, lower, upper } = effectiveLimits(limits);
  if (lower !== undefined && upper !== undefined) {
    const middle = (lower + upper) / 2;
    const zero = nominal !== undefined && nominal > lower && nominal < upper ? nominal : middle;
    return over(value - zero, value >= zero ? upper - zero : zero - lower);
  }
  const limit = upper ?? lower;
  if (limit === undefined) return undefined;
  const zero = nominal ?? (upper === undefined ? undefined : 0);
  return zero === undefined ? undefined : over(value - zero, Math.abs(limit - zero));
}

const over = (distance: number, width: number): number | undefined =>
  width > 0 ? distance / width : undefined;
