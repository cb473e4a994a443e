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

/** How a layer is weighed: by its depth alone; not yet, only what it lets through is counted; by what was counted. */
export const BY_DEPTH = 0;
export const COUNTING = 1;
export const BY_COUNT = 2;

/** What is counted: of eight steps of depth the logarithms of what their layers let through, in pictures half as wide. */
export const GHOST_ORDER = /* glsl */ `
#ifdef WEIGHED
uniform float order;
uniform highp sampler2D nearLayers;
uniform highp sampler2D farLayers;
const vec4 NEAR_STEPS = vec4(0.0, 1.0, 2.0, 3.0);
const vec4 FAR_STEPS = vec4(4.0, 5.0, 6.0, 7.0);
vec4 shareOf(float place, vec4 steps) { return max(vec4(0.0), 1.0 - abs(place - steps)); }
float before(float place, vec4 counted, float own, vec4 steps) {
  vec4 others = max(vec4(0.0), counted - own * shareOf(place, steps));
  return dot(others, clamp(place - steps + 0.5, 0.0, 1.0));
}
#endif`;

/** A second picture: of each layer the logarithm of what it lets through, so that layers add up. */
export const GHOST_OUTPUT = /* glsl */ `
#ifdef WEIGHED
layout(location = 1) out highp vec4 depths;
#endif`;

/**
 * A layer adds its colour by what the layers before it let through, where that was counted: faint ones before a nearly
 * opaque one then leave it its colour. Eight times: half floats below 6e-5 lose digits.
 */
export const GHOST_WEIGHED = /* glsl */ `
#ifdef WEIGHED
  float own = -log(1.0 - alpha);
  float place = clamp(vDepth * 8.0 - 0.5, 0.0, 7.0);
  if (order == ${COUNTING}.0) {
    gl_FragColor = own * shareOf(place, NEAR_STEPS);
    depths = own * shareOf(place, FAR_STEPS);
    return;
  }
  float covered = ${FADE}.0 * vDepth;
  if (order == ${BY_COUNT}.0) {
    ivec2 counted = ivec2(gl_FragCoord.xy) / 2;
    covered = before(place, texelFetch(nearLayers, counted, 0), own, NEAR_STEPS)
      + before(place, texelFetch(farLayers, counted, 0), own, FAR_STEPS);
  }
  float weight = alpha * 8.0 * exp(-covered);
  gl_FragColor = vec4(vColour * light * weight, weight);
  depths = vec4(own);
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
