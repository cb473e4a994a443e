/** A sphere as a binary STL: a mesh of any size, as smooth as a scanned part. */
import { binaryStl } from "../../../electron/host/import/cad/mesh-formats/testing.ts";

/** @returns about so many triangles, radius mm */
export function sphereStl(triangles: number, radius: number): Uint8Array {
  const rings = Math.max(3, Math.round(Math.sqrt(triangles / 4)));
  const around = rings * 2;
  const point = (ring: number, at: number): readonly number[] => {
    const [polar, azimuth] = [(Math.PI * ring) / rings, (2 * Math.PI * (at % around)) / around];
    return [
      radius * Math.sin(polar) * Math.cos(azimuth),
      radius * Math.sin(polar) * Math.sin(azimuth),
      radius * Math.cos(polar),
    ];
  };
  const corners: number[] = [];
  for (let ring = 0; ring < rings; ring++)
    for (let at = 0; at < around; at++) {
      const [a, b] = [point(ring, at), point(ring, at + 1)];
      const [c, d] = [point(ring + 1, at), point(ring + 1, at + 1)];
      if (ring > 0) corners.push(...a, ...c, ...b);
      if (ring < rings - 1) corners.push(...b, ...c, ...d);
    }
  return binaryStl(corners);
}
