/** The cutting planes as every shader reads them: one value, shared by all materials. */
import { Vector4, type ShaderMaterial } from "three";
import { MOST_PLANES, type SectionPlane } from "./section-planes.ts";

export interface CutUniform {
  /** x, y, z: normal; w: offset, mm. One that cuts nothing is 0, 0, 0, 1. */
  readonly value: readonly Vector4[];
}

export function createCutUniform(): CutUniform {
  return { value: Array.from({ length: MOST_PLANES }, () => new Vector4(0, 0, 0, 1)) };
}

/** @param margin how much before the planes the cut begins, mm */
export function setCut({ value }: CutUniform, planes: readonly SectionPlane[], margin: number): void {
  value.forEach((plane, at) => {
    const { normal, offset } = planes[at] ?? { normal: [0, 0, 0] as const, offset: 1 + margin };
    plane.set(...normal, offset - margin);
  });
}

/** Without a section the programs have no test in them, which would cost the early depth test. */
export function compileCut(materials: readonly ShaderMaterial[], cuts: boolean): void {
  for (const material of materials) {
    if ("SECTION" in material.defines === cuts) continue;
    if (cuts) material.defines["SECTION"] = "";
    else delete material.defines["SECTION"];
    material.needsUpdate = true;
  }
}
