/** What a screen is about before anybody chose. */
interface Line {
  /** Index of the parent line, -1 for a product. */
  readonly parent: number;
  readonly hasModel: boolean;
  readonly eventCount: number;
}

/** A screen about nothing tells no story: the first product with a model, else with most events. */
export function firstProduct<T extends Line>(tree: readonly T[]): T | undefined {
  return tree
    .filter((node) => node.parent === -1)
    .toSorted((a, b) => Number(b.hasModel) - Number(a.hasModel) || b.eventCount - a.eventCount)[0];
}
