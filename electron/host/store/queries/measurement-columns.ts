/**
 * Which column of a table of measurements each value stands in. One characteristic may be measured on
 * several features of a sample (every hole of a pattern): each feature gets a column of its own, so
 * that no value hides another.
 */
export interface MeasuredValue {
  readonly characteristicId: number;
  readonly feature: string | null;
  /** The sample: values of one sample share it. */
  readonly sequence: number;
}

export interface ColumnPlaces<Row, Value> {
  /** `feature` only where the characteristic has several columns; `measuredOn` is its name in the source. */
  readonly columns: readonly {
    readonly row: Row;
    readonly feature: string | undefined;
    readonly measuredOn: string | undefined;
  }[];
  /** Undefined for a value whose characteristic is not among the rows. */
  readonly columnOf: (value: Value) => number | undefined;
}

/** Columns in the order of `rows`, the features of each in the order in which they were first measured. */
export function placeInColumns<Row extends { readonly id: number }, Value extends MeasuredValue>(
  rows: readonly Row[],
  values: readonly Value[],
): ColumnPlaces<Row, Value> {
  // Key of a column among those of its characteristic → how it is called.
  const features = new Map<number, Map<string, string>>(rows.map(({ id }) => [id, new Map()]));
  const featureOf = new Map<Value, string>();
  const repeats = new Map<string, number>();
  for (const value of values) {
    const name = value.feature ?? "";
    // A sample may measure one feature twice, or several that nobody named: the next is numbered.
    const sample = `${value.sequence}\n${value.characteristicId}\n${name}`;
    const count = (repeats.get(sample) ?? 0) + 1;
    repeats.set(sample, count);
    const key = `${count}\n${name}`;
    const numbered = `${name} #${count}`.trim();
    featureOf.set(value, key);
    features.get(value.characteristicId)?.set(key, count === 1 && name !== "" ? name : numbered);
  }
  const columns: { row: Row; feature: string | undefined; measuredOn: string | undefined }[] = [];
  const index = new Map<string, number>();
  for (const row of rows) {
    const own = [...(features.get(row.id) ?? [])];
    if (own.length === 0) columns.push({ row, feature: undefined, measuredOn: undefined });
    for (const [key, feature] of own) {
      index.set(`${row.id}\n${key}`, columns.length);
      const [, name = ""] = key.split("\n", 2);
      columns.push({
        row,
        feature: own.length === 1 ? undefined : feature,
        measuredOn: name === "" ? undefined : name,
      });
    }
  }
  return {
    columns,
    columnOf: (value) => index.get(`${value.characteristicId}\n${featureOf.get(value) ?? ""}`),
  };
}
