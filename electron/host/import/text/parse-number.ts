/** A number as people write it: 4.25, 4,25, 1 234,5, 1.234,5, 1,234.5, -1e-3. undefined for anything else. */
export function parseDecimal(text: string, decimalComma?: boolean): number | undefined {
  const compact = text.trim().replace(/[\s\u00a0\u202f']/g, "");
  if (!/^[+-]?[\d.,]+(?:[eE][+-]?\d+)?$/.test(compact)) return undefined;
  const commas = compact.split(",").length - 1;
  const points = compact.split(".").length - 1;
  // With both, the last one is the decimal sign; a single comma is one where the table says so, or
  // where it can't be a thousands separator (not exactly three digits after it).
  const comma =
    commas > 0 && points > 0
      ? compact.lastIndexOf(",") > compact.lastIndexOf(".")
      : commas === 1 && (decimalComma ?? !/,\d{3}$/.test(compact));
  const normal = comma ? compact.replaceAll(".", "").replace(",", ".") : compact.replaceAll(",", "");
  if (normal.split(".").length > 2) return undefined;
  const value = Number(normal);
  return Number.isFinite(value) ? value : undefined;
}
