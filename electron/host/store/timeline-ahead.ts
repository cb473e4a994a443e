/**
 * The first question of a page is for the tree, the next for the timeline of what stands at its top. While the page draws
 * itself nobody asks anything: that timeline is looked at then, and what it touches of the columns is in memory when the
 * page comes to it. Before anybody asks it would hold up the page itself on two cores.
 */
import type { Subject } from "../../../shared/contract/common.ts";
import type { PartTreeNode } from "../../../shared/contract/parts.ts";
import { firstProduct } from "../../../shared/model/first-product.ts";

/** About as many as a page asks for at first. */
const BUCKETS = 320;

type Tree = readonly PartTreeNode[];
type Ask<Input extends readonly unknown[]> = (...input: Input) => Tree | Promise<Tree>;

/** @param look answers the question for nobody; may throw, as whoever asks for it will be told */
export function withTimelineAhead<Input extends readonly unknown[]>(
  ask: Ask<Input>,
  look: (question: { readonly subject: Subject; readonly buckets: number }) => void,
): Ask<Input> {
  let isFirst = true;
  const begin = (tree: Tree): void => {
    const product = firstProduct(tree);
    if (product === undefined) return;
    setImmediate(() => {
      try {
        look({ subject: { kind: "part", partNumber: product.partNumber }, buckets: BUCKETS });
      } catch {
        // Whoever asks for it is told.
      }
    });
  };
  return (...input) => {
    const answer = ask(...input);
    if (isFirst && !(answer instanceof Promise)) begin(answer);
    isFirst = false;
    return answer;
  };
}
