/**
 * What Escape ends first: the tool in hand, then the selection, then nothing. A tool says so while it
 * is in hand; the one taken up last goes first.
 */
const held: (() => void)[] = [];

/** @param end puts the tool away @returns what takes it off the list, once it is put away */
export function holdEscape(end: () => void): () => void {
  const entry = (): void => end();
  held.push(entry);
  return () => {
    const at = held.indexOf(entry);
    if (at >= 0) held.splice(at, 1);
  };
}

/** Ends the tool in hand; false where there is none. */
export function endTool(): boolean {
  const last = held.at(-1);
  last?.();
  return last !== undefined;
}
