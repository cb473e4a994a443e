/** Cells of CSV files (RFC 4180) that a spreadsheet takes for what they are. */

/** A spreadsheet takes a text that begins so for a formula and runs it, whoever wrote it (OWASP, "CSV Injection"). */
const FORMULA = /^[=+\-@\t\r]/;

/** The text, with an apostrophe before what would be a formula. */
export function withoutFormula(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

/** Quoted where it has to be. For what the program itself says; for what others wrote: `csvText`. */
export function csvQuoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A text of any origin. */
export function csvText(text: string): string {
  return csvQuoted(withoutFormula(text));
}
