/** GLSL of weighted transparency: what each layer adds, and what the sums show. */

/** Of the depth of the view, from its near to its far plane: how much lighter a layer is from end to end. */
const FADE = 6;

/** How far into the view a place is, 0…1, from the camera's own planes, which stand close around the model. */
export const GHOST_DEPTH = /* glsl */ `
float depthOf(float z) {
  float a = projectionMatrix[2][2];
  float b = projectionMatrix[3][2];
  float near = isOrthographic ? (b + 1.0) / a : b / (a - 1.0);
  float far = isOrthographic ? (b - 1.0) / a : b / (a + 1.0);
  return clamp((-z - near) / (far - near), 0.0, 1.0);
}`;

/** A second picture: of each layer the logarithm of what it lets through, so that layers add up. */
export const GHOST_OUTPUT = /* glsl */ `
#ifdef WEIGHED
layout(location = 1) out highp vec4 depths;
#endif`;

/** Eight times: half floats below 6e-5 lose digits. */
export const GHOST_WEIGHED = /* glsl */ `
#ifdef WEIGHED
  float weight = alpha * 8.0 * exp(-${FADE}.0 * vDepth);
  gl_FragColor = vec4(vColour * light * weight, weight);
  depths = vec4(-log(1.0 - alpha));
#endif`;

export const GHOST_FRAGMENT = /* glsl */ `
uniform sampler2D sums;
uniform sampler2D depths;
varying vec2 vUv;
void main() {
  ivec2 here = ivec2(gl_FragCoord.xy);
  vec4 sum = texelFetch(sums, here, 0);
  float covered = 1.0 - exp(-texelFetch(depths, here, 0).r);
  if (covered < 0.002) discard;
  gl_FragColor = vec4(sum.rgb / max(sum.a, 1e-5), covered);
  #include <colorspace_fragment>
}`;
