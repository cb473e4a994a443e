/** The part that a table is about, guessed from its file's name. */

/** Words that say what kind of table it is; the part stands before them. */
const KIND_WORDS = new Set(
  "setup setups set tooling tools tool sheet sheets results result report reports data log logs table list measurement measurements inspection parameters factors matrix plan history notes and of for the export".split(
    " ",
  ),
);

/** `Plate-Setup-and-Tooling.xlsx` → `Plate`; undefined where nothing stands before such a word. */
export function guessPart(fileName: string): string | undefined {
  const stem = fileName.replace(/\.[^.]*$/, "");
  const words = [...stem.matchAll(/[\p{L}\p{N}]+/gu)];
  const end = words.find((word) => KIND_WORDS.has(word[0].toLowerCase()));
  const name = end === undefined ? stem : stem.slice(0, end.index);
  const trimmed = name.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, "");
  return trimmed === "" ? undefined : trimmed;
}
