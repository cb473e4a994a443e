/** Numbers as engineers read them: no rounding that hides a digit, a true minus sign, units always. */

const counts = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });

/** `48,212`. */
export function formatCount(value: number): string {
  return counts.format(value);
}

/** A measured value as it is, at most `digits` decimals, trailing zeros dropped: `88.953`. */
export function formatValue(value: number, digits = 6): string {
  if (!Number.isFinite(value)) return "–";
  const fixed = value.toFixed(digits);
  // From 1e21 on it is written with an exponent, whose zeros count.
  const short = /\.\d+$/.test(fixed) ? fixed.replace(/\.?0+$/, "") : fixed;
  return short === "-0" ? "0" : short.replace("-", "−");
}

/** Decimals that a value carries, at most 6: what a column needs so that its points align. */
export function decimalsOf(value: number): number {
  if (!Number.isFinite(value)) return 0;
  const [, fraction = ""] = value.toFixed(6).replace(/0+$/, "").split(".");
  return fraction.length;
}

/** A value with exactly so many decimals, for a column whose points align. */
export function formatFixed(value: number, decimals: number): string {
  if (!Number.isFinite(value)) return "–";
  const fixed = value.toFixed(decimals);
  return Number(fixed) === 0 ? fixed.replace("-", "") : fixed.replace("-", "−");
}

/** `89 – 91`, `≤ 0.05`, `≥ 3`; undefined where there is no limit. */
export function formatLimits(lower: number | undefined, upper: number | undefined): string | undefined {
  if (lower === undefined && upper === undefined) return undefined;
  if (lower === undefined) return `≤ ${formatValue(upper ?? 0)}`;
  if (upper === undefined) return `≥ ${formatValue(lower)}`;
  return `${formatValue(lower)} – ${formatValue(upper)}`;
}

/** `11.5 %`, `0 %`, `100 %`: one decimal where it says something. */
export function formatShare(share: number): string {
  return `${Number((share * 100).toFixed(1))} %`;
}

const STEPS = ["B", "KB", "MB", "GB", "TB"] as const;

/** `1.2 MB`, decimal steps. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let step = 0;
  // Half below a thousand would be rounded to it.
  while (value >= 999.5 && step < STEPS.length - 1) {
    value /= 1000;
    step += 1;
  }
  return `${step === 0 || value >= 100 ? Math.round(value) : Number(value.toFixed(1))} ${STEPS[step] ?? ""}`;
}

/** A map, for a source may write what an object has by itself. */
const UNITS_OF_MEASURE: ReadonlyMap<string, string> = new Map([
  ["deg", "°"],
  ["degree", "°"],
  ["um", "µm"],
  ["micrometer", "µm"],
  ["millimeter", "mm"],
  ["inch", "in"],
]);

/** Units of measure as written: `mm`, `deg` as `°`, `um` as `µm`. */
export function formatUom(uom: string | undefined): string {
  return uom === undefined ? "" : (UNITS_OF_MEASURE.get(uom.toLowerCase()) ?? uom);
}
