/** Occurrences as one binary STL, in mm, each triangle where it stands in the assembly. */
import type { CadModel } from "../../../shared/model/cad.ts";
import { createPace, type ExportRun } from "./export-run.ts";

const HEADER = 80;
const TRIANGLE = 50;
/** Triangles of one piece of the file. */
const PIECE = 20_000;

/**
 * The file in pieces, to be put into a Blob one after another.
 * @param wanted 1 per node whose geometry is written
 * @param world matrices of all nodes, column-major, 16 each
 * @throws the signal's reason; RangeError beyond 2³² triangles, the most the format can count
 */
export async function writeStl(
  model: CadModel,
  wanted: Uint8Array,
  world: Float64Array,
  run: ExportRun,
): Promise<readonly Uint8Array<ArrayBuffer>[]> {
  const meshOf = (node: number): (typeof model.parts)[number]["mesh"] =>
    wanted[node] === 1 ? model.parts[model.nodes[node]?.part ?? -1]?.mesh : undefined;
  const total = model.nodes.reduce((sum, _, node) => sum + (meshOf(node)?.indices.length ?? 0) / 3, 0);
  if (total > 0xffff_ffff) throw new RangeError("an STL file can't hold more than 4,294,967,295 triangles");
  const pace = createPace(run, total);
  const pieces: Uint8Array<ArrayBuffer>[] = [head(total)];
  const corners = new Float32Array(9);
  for (let node = 0; node < model.nodes.length; node++) {
    const mesh = meshOf(node);
    if (mesh === undefined) continue;
    const matrix = world.subarray(node * 16, node * 16 + 16);
    // A mirrored occurrence turns its triangles inside out: the other way round they look outwards again.
    const order = isMirrored(matrix) ? [0, 2, 1] : [0, 1, 2];
    const count = mesh.indices.length / 3;
    for (let from = 0; from < count; from += PIECE) {
      const to = Math.min(count, from + PIECE);
      const piece = new DataView(new ArrayBuffer((to - from) * TRIANGLE));
      for (let triangle = from; triangle < to; triangle++) {
        order.forEach((corner, place) => {
          const vertex = (mesh.indices[triangle * 3 + corner] ?? 0) * 3;
          transform(matrix, mesh.positions, vertex, corners, place * 3);
        });
        write(piece, (triangle - from) * TRIANGLE, corners);
      }
      pieces.push(new Uint8Array(piece.buffer));
      await pace(to - from);
    }
  }
  return pieces;
}

function head(triangles: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(HEADER + 4);
  // Not beginning with "solid": that is how readers tell the text form.
  bytes.set(new TextEncoder().encode("Throughline, binary STL, millimetres"));
  new DataView(bytes.buffer).setUint32(HEADER, triangles, true);
  return bytes;
}

function transform(
  matrix: Float64Array,
  positions: Float32Array,
  from: number,
  target: Float32Array,
  to: number,
): void {
  const [x = 0, y = 0, z = 0] = positions.subarray(from, from + 3);
  for (let row = 0; row < 3; row++) {
    target[to + row] =
      (matrix[row] ?? 0) * x +
      (matrix[4 + row] ?? 0) * y +
      (matrix[8 + row] ?? 0) * z +
      (matrix[12 + row] ?? 0);
  }
}

function isMirrored(m: Float64Array): boolean {
  const at = (index: number): number => m[index] ?? 0;
  return (
    at(0) * (at(5) * at(10) - at(6) * at(9)) -
      at(4) * (at(1) * at(10) - at(2) * at(9)) +
      at(8) * (at(1) * at(6) - at(2) * at(5)) <
    0
  );
}

/** Unit normal (zero for a triangle without area), three corners, no attributes. */
function write(view: DataView, at: number, corners: Float32Array): void {
  const side = (corner: number, axis: number): number =>
    (corners[corner * 3 + axis] ?? 0) - (corners[axis] ?? 0);
  const cross = (
    [
      [1, 2],
      [2, 0],
      [0, 1],
    ] as const
  ).map(([next, after]) => side(1, next) * side(2, after) - side(1, after) * side(2, next));
  const length = Math.hypot(...cross);
  cross.forEach((value, axis) => view.setFloat32(at + axis * 4, length > 0 ? value / length : 0, true));
  corners.forEach((value, index) => view.setFloat32(at + 12 + index * 4, value, true));
}
