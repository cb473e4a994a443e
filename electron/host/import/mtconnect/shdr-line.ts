/**
 * One line of an adapter's stream or log as fields. Source: MTConnect part 1, annex (adapter agent protocol, SHDR):
 * `time|item|value[|item|value…]`; a condition, message or alarm stands alone on its line.
 */
export const CONDITION_LEVELS = ["NORMAL", "WARNING", "FAULT", "UNAVAILABLE"] as const;
export type ConditionLevel = (typeof CONDITION_LEVELS)[number];

/** `time|item|LEVEL|native code|native severity|qualifier|message`. */
export const CONDITION_FIELDS = 7;

/** Fields between pipes. `\|` inside a field is a pipe that belongs to the text. */
export function splitFields(line: string): string[] {
  if (!line.includes("\\|")) return line.split("|");
  const fields: string[] = [];
  let field = "";
  for (let at = 0; at < line.length; at += 1) {
    const letter = line[at];
    if (letter === "\\" && line[at + 1] === "|") {
      field += "|";
      at += 1;
    } else if (letter === "|") {
      fields.push(field);
      field = "";
    } else field += letter;
  }
  fields.push(field);
  return fields;
}

export function conditionLevel(text: string | undefined): ConditionLevel | undefined {
  return CONDITION_LEVELS.find((level) => level === text?.trim().toUpperCase());
}

/**
 * Whether the fields of a line are one condition. UNAVAILABLE alone does not tell (any item may be unavailable): there
 * the four further fields must be empty, which no pair of item and value can be.
 */
export function isConditionLine(fields: readonly string[]): boolean {
  if (fields.length !== CONDITION_FIELDS) return false;
  const level = conditionLevel(fields[2]);
  if (level === undefined) return false;
  if (level !== "UNAVAILABLE") return true;
  return fields.slice(3).every((field) => field.trim() === "");
}

/** Tag of `…|--multiline--TAG` at a line's end: the value runs to the line that holds the same tag alone. */
export function multilineTag(line: string): string | undefined {
  return /(?:^|\|)(--multiline--\S+)\s*$/.exec(line)?.[1];
}

/** `@ASSET@`, `@REMOVE_ASSET@` and their like. */
export function isCommandField(field: string | undefined): boolean {
  return field !== undefined && /^@[A-Z_]+@$/.test(field);
}

const NUMBER = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/;

/** The number of a value, NaN for UNAVAILABLE, undefined for anything else. */
export function sampleValue(text: string): number | undefined {
  if (NUMBER.test(text)) return Number(text);
  const trimmed = text.trim();
  if (trimmed === "UNAVAILABLE") return Number.NaN;
  return NUMBER.test(trimmed) ? Number(trimmed) : undefined;
}
