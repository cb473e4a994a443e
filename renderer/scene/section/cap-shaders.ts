/** GLSL of the cut faces. */
import { COLOUR, INSTANCE, INSTANCE_HERE } from "../frame/shaders.ts";

/**
 * Adds up, for every pixel, all surfaces behind a plane: each backside counts its part's colour and 1, each
 * front side the same less. What remains is what the pixel's place on the plane lies in: solids that begin and
 * end behind the plane cancel out, those around the place leave their back. Whole numbers, so that nothing
 * is lost in the order of adding.
 */
export const COUNT_VERTEX = /* glsl */ `
#include <common>
${INSTANCE}
uniform vec4 plane;
uniform float levels;
uniform float countStep;
flat varying vec4 vWeight;
varying float vInside;
void main() {
  ${INSTANCE_HERE}
  vec4 own = getBatchingColor(instance);
  // Neighbours in the tree differ, so that a line between them can be drawn.
  float mark = mod(instance * 3.0, 8.0);
  vec4 weight = vec4(floor(own.rgb * levels + 0.5), countStep + mark);
  // A mirrored occurrence shows its backs in front.
  vWeight = weight * sign(determinant(mat3(batchingMatrix)));
  vec4 place = batchingMatrix * vec4(position, 1.0);
  vInside = plane.w - dot(plane.xyz, place.xyz);
  gl_Position = projectionMatrix * modelViewMatrix * place;
}`;

export const COUNT_FRAGMENT = /* glsl */ `
flat varying vec4 vWeight;
varying float vInside;
void main() {
  if (vInside <= 0.0) discard;
  gl_FragColor = gl_FrontFacing ? -vWeight : vWeight;
}`;

export const CAP_VERTEX = /* glsl */ `
varying vec3 vPlace;
void main() {
  vPlace = position;
  gl_Position = projectionMatrix * viewMatrix * vec4(position, 1.0);
}`;

/**
 * The cut face of one plane: the parts' colours, hatched, with a line around each. The hatching lies in the
 * plane and goes with it; its distance follows the zoom in steps.
 */
export const CAP_FRAGMENT = /* glsl */ `
uniform sampler2D counts;
uniform vec4 otherPlanes[3];
uniform vec3 across;
uniform vec3 upwards;
uniform float levels;
uniform float countStep;
uniform float hatchStep;
uniform vec3 line;
uniform float reach;
varying vec3 vPlace;
layout(location = 1) out highp vec4 depths;
${COLOUR}
float solids(vec4 sum) { return floor(abs(sum.a) / countStep + 1e-3); }
void main() {
  for (int i = 0; i < 3; i++)
    if (otherPlanes[i].w - dot(otherPlanes[i].xyz, vPlace) <= 0.0) discard;
  ivec2 here = ivec2(gl_FragCoord.xy);
  vec4 sum = texelFetch(counts, here, 0);
  float count = solids(sum);
  float covered = 0.0;
  float other = 0.0;
  vec4 around = vec4(0.0);
  for (int x = -1; x <= 1; x++) {
    for (int y = -1; y <= 1; y++) {
      vec4 near = texelFetch(counts, here + ivec2(vec2(x, y) * reach), 0);
      float inIt = min(1.0, solids(near));
      covered += inIt / 9.0;
      if (inIt > 0.0) around = near;
      if (near.a != sum.a) other += 1.0 / 9.0;
    }
  }
  // A pixel beside the cut face takes a share of it: its rim is as smooth as the model's.
  if (covered < 0.2) discard;
  vec4 shown = count > 0.0 ? sum : around;
  vec3 own = abs(shown.rgb) / max(1.0, solids(shown)) / levels;
  float mark = abs(shown.a) - solids(shown) * countStep;
  // Every other mark leans the other way, as drawings tell neighbours apart (ISO 128-3, clause 6).
  float lean = mod(mark, 2.0) < 0.5 ? 1.0 : -1.0;
  float place = (dot(vPlace, across) + lean * dot(vPlace, upwards)) / hatchStep;
  float width = fwidth(place);
  float stroke = abs(fract(place) - 0.5);
  float hatch = (1.0 - smoothstep(width * 0.5, width * 1.5, stroke)) * clamp(0.5 - width, 0.0, 0.34);
  vec3 colour = mix(toLinear(own) * 0.92, line, hatch);
  colour = mix(colour, line, clamp(other * 1.5, 0.0, 0.85));
  gl_FragColor = vec4(colour, count > 0.0 ? 1.0 : covered);
  // Of the picture of ghosts, in which a cut face stands before those behind it.
  depths = vec4(0.0);
  #include <colorspace_fragment>
}`;
