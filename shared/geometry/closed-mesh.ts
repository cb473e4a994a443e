/**
 * Whether a mesh encloses something: only then a cut through it has an inside to show. Every edge of a closed
 * surface is run along once in each direction; what is left over is the rim of a hole.
 */
import type { CadMesh } from "../model/cad.ts";
import { tableSize, weld } from "./weld.ts";

/** Of the length of all edges: rims of fewer are cracks between faces that were meshed apart. */
const MOST_OPEN = 0.01;

const known = new WeakMap<CadMesh, boolean>();

export function isClosed(mesh: CadMesh): boolean {
  let answer = known.get(mesh);
  if (answer === undefined) {
    answer = openShare(mesh) < MOST_OPEN;
    known.set(mesh, answer);
  }
  return answer;
}

/** Length of the edges without a counterpart, of the length of all; 1 without a triangle. */
export function openShare({ positions, indices }: CadMesh): number {
  const corners = weld(positions);
  const most = tableSize(indices.length);
  const ends = new Int32Array(most * 2).fill(-1);
  const balances = new Int32Array(most);
  const used: number[] = [];
  let total = 0;
  const length = (a: number, b: number): number =>
    Math.hypot(
      (positions[a * 3] ?? 0) - (positions[b * 3] ?? 0),
      (positions[a * 3 + 1] ?? 0) - (positions[b * 3 + 1] ?? 0),
      (positions[a * 3 + 2] ?? 0) - (positions[b * 3 + 2] ?? 0),
    );
  const run = (from: number, to: number): void => {
    const [a, b] = [corners[from] ?? 0, corners[to] ?? 0];
    if (a === b) return;
    total += length(a, b);
    const [low, high] = a < b ? [a, b] : [b, a];
    let place = (Math.imul(low, 73_856_093) ^ Math.imul(high, 19_349_663)) & (most - 1);
    while (ends[place * 2] !== -1 && (ends[place * 2] !== low || ends[place * 2 + 1] !== high))
      place = (place + 1) & (most - 1);
    if (ends[place * 2] === -1) used.push(place);
    ends[place * 2] = low;
    ends[place * 2 + 1] = high;
    balances[place] = (balances[place] ?? 0) + (a < b ? 1 : -1);
  };
  for (let at = 0; at < indices.length; at += 3) {
    const [a, b, c] = [indices[at] ?? 0, indices[at + 1] ?? 0, indices[at + 2] ?? 0];
    run(a, b);
    run(b, c);
    run(c, a);
  }
  let open = 0;
  for (const place of used) {
    const balance = Math.abs(balances[place] ?? 0);
    if (balance > 0) open += balance * length(ends[place * 2] ?? 0, ends[place * 2 + 1] ?? 0);
  }
  return total === 0 ? 1 : open / total;
}
