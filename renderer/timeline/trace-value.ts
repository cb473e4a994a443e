/** Values of signals as they are written: three digits, and the symbol of their unit. */

/** MTConnect and UCUM names of units, as they are written beside a number. */
const SYMBOLS: Readonly<Record<string, string>> = {
  percent: "%",
  celsius: "°C",
  cel: "°C",
  "revolution/minute": "rpm",
  millimeter: "mm",
  "millimeter/second": "mm/s",
  degree: "°",
};

/** Alone; "" for none. */
export function uomSymbol(uom: string | undefined): string {
  return uom === undefined ? "" : (SYMBOLS[uom.toLowerCase()] ?? uom);
}

/** With the space that stands before it (none before the degree of an angle, ISO 80000-1). */
export function uomText(uom: string | undefined): string {
  const symbol = uomSymbol(uom);
  return symbol === "" || symbol === "°" ? symbol : `\u00a0${symbol}`;
}

const threeDigits = new Intl.NumberFormat("en", { maximumSignificantDigits: 3, useGrouping: false });

/** Three significant digits, whole numbers as they are: more is noise on a screen. */
export function valueText(value: number): string {
  if (Math.abs(value) >= 100) return String(Math.round(value));
  return threeDigits.format(value);
}
