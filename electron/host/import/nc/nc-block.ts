/**
 * One block (line) of an NC program as words and comments. Source: ISO 6983-1, clauses 4 to 6; comments in
 * parentheses or after a semicolon, macro statements as controllers write them (`#100=1`, `IF[…]GOTO10`).
 */
export interface NcWord {
  /** Upper case. */
  readonly letter: string;
  /** NaN where the value is an expression or a variable (`X#1`, `X[#1+2]`). */
  readonly value: number;
}

export interface NcBlock {
  readonly words: readonly NcWord[];
  readonly comments: readonly string[];
  /** `/` at the start: run only where block delete is off. */
  readonly optional: boolean;
  /** A macro statement: taken as it is, not interpreted. */
  readonly macro: boolean;
}

const WORD = /\s*([A-Za-z])\s*([-+]?(?:\d+\.?\d*|\.\d+)|[-+]?#\d+|[-+]?\[[^\]]*\])/y;
const MACRO =
  /^(?:#|IF\b|IF\[|WHILE\b|WHILE\[|GOTO\s*\d|END\s*\d|DO\s*\d|THEN\b|VC\d|CALL\b|POPEN|PCLOS|DPRNT|SETVN)/i;

/** Undefined where the line is no block. `%` (start and end of a tape) is an empty block. */
export function parseBlock(line: string): NcBlock | undefined {
  const comments: string[] = [];
  let code = line;
  // Innermost first: some systems write comments with parentheses in them.
  for (let before = ""; before !== code;) {
    before = code;
    code = code.replace(/\(([^()]*)\)/g, (_, comment: string) => {
      comments.push(comment);
      return " ";
    });
  }
  const semicolon = code.indexOf(";");
  if (semicolon >= 0) {
    const rest = code.slice(semicolon + 1).trim();
    if (rest !== "") comments.push(rest);
    code = code.slice(0, semicolon);
  }
  code = code.trim();
  let optional = false;
  if (/^\/\d?/.test(code)) {
    optional = true;
    code = code.replace(/^\/\d?\s*(?=[A-Za-z#]|$)/, "");
  }
  const block = { comments, optional };
  if (code === "" || code === "%") return { ...block, words: [], macro: false };
  // `:1234` is the ISO (DIN) spelling of a program number.
  if (/^:\d+$/.test(code))
    return { ...block, words: [{ letter: "O", value: Number(code.slice(1)) }], macro: false };
  const body = code.replace(/^N\s*\d+\s*/i, "");
  if (MACRO.test(body)) return { ...block, words: [], macro: true };
  const words = parseWords(code);
  return words === undefined ? undefined : { ...block, words, macro: false };
}

function parseWords(code: string): NcWord[] | undefined {
  const words: NcWord[] = [];
  WORD.lastIndex = 0;
  while (WORD.lastIndex < code.length) {
    const match = WORD.exec(code);
    if (match === null) return undefined;
    const [, letter = "", value = ""] = match;
    words.push({ letter: letter.toUpperCase(), value: Number(value) });
    if (code.slice(WORD.lastIndex).trim() === "") break;
  }
  return words;
}
