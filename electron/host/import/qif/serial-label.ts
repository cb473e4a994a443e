/** Is what stands in a serial number field a serial number? */

/**
 * Some inspection software writes the name of the result set there (`PLATE_RESULTS_A09_ACME_PLATE_SCAN`).
 * Such a text repeats the product's own name, which a serial never does: three words or more in a row
 * from any name of the product, model or drawing make it a label.
 */
export function isResultLabel(text: string, productNames: readonly string[]): boolean {
  const words = wordsOf(text);
  return productNames.some((name) => longestSharedRun(words, wordsOf(name)) >= 3);
}

function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

function longestSharedRun(a: readonly string[], b: readonly string[]): number {
  let longest = 0;
  for (let i = 0; i < a.length; i += 1) {
    for (let j = 0; j < b.length; j += 1) {
      let run = 0;
      while (i + run < a.length && j + run < b.length && a[i + run] === b[j + run]) run += 1;
      longest = Math.max(longest, run);
    }
  }
  return longest;
}
