/** Names that nobody gave: what systems write where a person wrote nothing. */

const PLACEHOLDER =
  /^(?:|none|null|default|scene|(?:unnamed|untitled|unknown).*|(?:part|assem|assembly|product|body|solid|compound|shape|component|root|world|mesh|node|object|group|geometry|model|primitive|material|cube|sphere|cylinder|cone|torus|plane|circle|empty|open cascade.*)[\s_.:-]*\d*(?:[.:_-]\d+)*)$/i;

/** As good as no name: `Part1`, `Cube.001`, `Open CASCADE STEP translator 7.5 1`. */
export function isPlaceholder(name: string): boolean {
  return PLACEHOLDER.test(name.trim());
}
