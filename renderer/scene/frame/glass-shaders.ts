/** GLSL of transparent parts: what stands in the byte of a glass instance, and how it is read. */

/** Of opacity. With two bits beside them these are the byte that a glass instance has in place of a share. */
export const STEPS = 63;
export const OF_FACE = 64;
export const HATCHED = 128;

/** How the shader reads that byte; `own.a` has it, `vGlass` and `ofFace` get it. A face's own opacity counts before it. */
export const READ_GLASS = /* glsl */ `
  float code = floor(own.a * 255.0 + 0.5);
  vHatch = step(${HATCHED}.0, code);
  code -= ${HATCHED}.0 * vHatch;
  float ofFace = step(${OF_FACE}.0, code);
  vGlass = mix((code - ${OF_FACE}.0 * ofFace) / ${STEPS}.0, faceColour.a, step(0.001, faceColour.a));`;
