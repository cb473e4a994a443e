/** A mesh as a text STL, as scanners and printers write it: triangles and nothing else. */
export function stlText(
  solid: string,
  { positions, indices }: { readonly positions: Float32Array; readonly indices: Uint32Array },
): string {
  const corner = (at: number): string => {
    const vertex = (indices[at] ?? 0) * 3;
    return `vertex ${positions.subarray(vertex, vertex + 3).join(" ")}`;
  };
  const facets = Array.from({ length: indices.length / 3 }, (_, at) => {
    const corners = [0, 1, 2].map((each) => corner(at * 3 + each)).join("\n");
    return `facet normal 0 0 0\nouter loop\n${corners}\nendloop\nendfacet`;
  });
  return `solid ${solid}\n${facets.join("\n")}\nendsolid\n`;
}
