/** How figures grow with the history: each is measured on a small one too, and told by its exponent. */
import type { Figure } from "./figure.ts";

/** Events of the small history. */
export const SMALLEST = 10_000;

/** Of a figure, whichever history it was measured on. */
const keyOf = ({ name }: Figure): string => name.replace(/[\d.,]+ (?:M events|units)\b/u, "");

/** All figures of `large`, each with how it grew from that of the same name in `small`; `times` as large. */
export async function* withGrowth(
  small: AsyncGenerator<Figure>,
  large: AsyncGenerator<Figure>,
  times: number,
): AsyncGenerator<Figure> {
  const before = new Map<string, number>();
  for await (const figure of small) before.set(keyOf(figure), figure.value);
  for await (const figure of large) {
    const first = before.get(keyOf(figure));
    yield first === undefined
      ? figure
      : { ...figure, growth: Math.log(figure.value / first) / Math.log(times) };
  }
}
