/**
 * The order in which people expect names: numbers within them by their value, B2 before B14. The same on every
 * computer, whatever its language.
 */
const collator = new Intl.Collator("en", { numeric: true });

/** Names that differ in case or accents alone stand in one order too. */
export const naturalOrder = (a: string, b: string): number =>
  collator.compare(a, b) || (a < b ? -1 : a > b ? 1 : 0);
