/** GLSL of the scene. Colours come in as sRGB and are made linear here, where it costs nothing. */

import { READ_GLASS } from "./glass-shaders.ts";
import { GHOST_DEPTH, GHOST_ORDER, GHOST_OUTPUT, GHOST_WEIGHED } from "./ghost-shaders.ts";
import { EDGES_FROM, EDGES_FULL, SIZE_OF_CODE } from "../model/occurrence-size.ts";

/** From sRGB. */
export const COLOUR = /* glsl */ `
vec3 toLinear(vec3 c) {
  return mix(pow((c + 0.055) / 1.055, vec3(2.4)), c / 12.92, vec3(lessThanEqual(c, vec3(0.04045))));
}`;

/**
 * Which instance this is, and where it stands: per draw a run of instances, per instance its place in the run
 * (instance-runs.ts).
 */
export const INSTANCE = /* glsl */ `
#include <batching_pars_vertex>
float instanceHere() {
  return getIndirectIndex(int(getIndirectIndex(gl_DrawID)) + gl_InstanceID);
}`;

export const INSTANCE_HERE = /* glsl */ `
  float instance = instanceHere();
  mat4 batchingMatrix = getBatchingMatrix(instance);`;

/**
 * Cutting planes, in a program of its own that only a section needs. How far inside each plane a place is
 * runs linearly over a triangle, so the corners say it; beyond any of them nothing is drawn.
 */
const CUT_VERTEX = /* glsl */ `
#ifdef SECTION
uniform vec4 sectionPlanes[3];
varying vec3 vInside;
void cutAt(vec3 place) {
  for (int i = 0; i < 3; i++) vInside[i] = sectionPlanes[i].w - dot(sectionPlanes[i].xyz, place);
}
#endif`;

const CUT_FRAGMENT = /* glsl */ `
#ifdef SECTION
varying vec3 vInside;
#endif
void cut() {
#ifdef SECTION
  if (min(vInside.x, min(vInside.y, vInside.z)) <= 0.0) discard;
#endif
}`;

const CUT_HERE = /* glsl */ `
#ifdef SECTION
  cutAt((batchingMatrix * vec4(position, 1.0)).xyz);
#endif`;

/** The same calming of a CAD colour as model-colours.ts, for colours of single faces. */
const CALM = /* glsl */ `
uniform vec3 neutral;
uniform vec2 lumaRange;
uniform float ownShare;
vec3 calm(vec3 own) {
  vec3 mixed = mix(neutral, own, ownShare);
  float luma = dot(mixed, vec3(0.2126, 0.7152, 0.0722));
  if (luma < lumaRange.x) return mix(mixed, vec3(1.0), (lumaRange.x - luma) / (1.0 - luma));
  if (luma > lumaRange.y) return mix(mixed, vec3(0.0), (luma - lumaRange.y) / luma);
  return mixed;
}`;

export const FACE_VERTEX = /* glsl */ `
#include <common>
${INSTANCE}
attribute vec4 faceColour;
varying vec3 vColour;
varying vec3 vNormal;
varying vec3 vPosition;
varying vec3 vSky;
varying float vHatch;
varying float vDepth;
#ifdef GLASS
varying float vGlass;
#endif
${COLOUR}
${CALM}
${CUT_VERTEX}
${GHOST_DEPTH}
void main() {
  ${INSTANCE_HERE}
  ${CUT_HERE}
  // rgb: colour of the occurrence; a: how far a face's own colour may replace it, 1/255: hatched.
  vec4 own = getBatchingColor(instance);
#ifdef GLASS
  ${READ_GLASS}
#else
  vHatch = own.a > 0.001 && own.a < 0.006 ? 1.0 : 0.0;
  float ofFace = own.a < 0.006 ? 0.0 : own.a;
#endif
  vColour = toLinear(mix(own.rgb, calm(faceColour.rgb), step(0.001, faceColour.a) * ofFace));
  #include <beginnormal_vertex>
  #include <defaultnormal_vertex>
  vNormal = transformedNormal;
  vec4 place = modelViewMatrix * batchingMatrix * vec4(position, 1.0);
  vPosition = place.xyz;
  vDepth = depthOf(place.z);
  vSky = (viewMatrix * vec4(0.0, 0.0, 1.0, 0.0)).xyz;
  gl_Position = projectionMatrix * place;
}`;

/** Two lights that go with the eye and one sky that stays with the model; no shadows, no highlights. */
export const FACE_FRAGMENT = /* glsl */ `
#include <common>
uniform float opacity;
uniform float ghost;
uniform float stripe;
varying vec3 vColour;
varying vec3 vNormal;
varying vec3 vPosition;
varying vec3 vSky;
varying float vHatch;
varying float vDepth;
#ifdef GLASS
varying float vGlass;
#endif
${CUT_FRAGMENT}
${GHOST_OUTPUT}
${GHOST_ORDER}
void main() {
  cut();
  vec3 eye = isOrthographic ? vec3(0.0, 0.0, 1.0) : normalize(-vPosition);
  // A mesh without normals is shaded flat.
  vec3 normal = dot(vNormal, vNormal) < 1e-8 ? cross(dFdx(vPosition), dFdy(vPosition)) : vNormal;
  normal = normalize(normal);
  // Both sides are lit: open shells and mirrored occurrences show their inside.
  if (dot(normal, eye) < 0.0) normal = -normal;
  float key = max(0.0, dot(normal, normalize(vec3(-0.45, 0.6, 0.7))));
  float fill = max(0.0, dot(normal, normalize(vec3(0.7, -0.1, 0.6))));
  float light = 0.3 + 0.2 * (0.5 + 0.5 * dot(normal, vSky)) + 0.52 * key + 0.14 * fill;
  // Stripes of the screen, a light and a dark one: no colour of a ramp has any.
  float lit = step(0.5, fract((gl_FragCoord.x + gl_FragCoord.y) / stripe));
  light *= mix(1.0, mix(0.78, 1.16, lit), vHatch);
  float rim = 1.0 - abs(dot(normal, eye));
#ifdef GLASS
  // It is thicker where it is looked along.
  float alpha = min(0.98, vGlass + (1.0 - vGlass) * 0.25 * rim * rim);
#else
  float alpha = opacity * mix(1.0, 0.35 + 1.6 * rim * rim, ghost);
#endif
  gl_FragColor = vec4(vColour * light, alpha);
  ${GHOST_WEIGHED}
  #include <colorspace_fragment>
}`;

export const EDGE_VERTEX = /* glsl */ `
#include <common>
${INSTANCE}
uniform float viewHeight;
uniform float strength;
#ifdef CURVES
// rgb: colour of a curve; a: 0 it has that one, 1 it is an edge, else a curve that states none.
attribute vec4 lineColour;
uniform vec3 accent;
uniform vec3 plain;
#endif
varying vec4 vColour;
${COLOUR}
${CALM}
${CUT_VERTEX}
void main() {
  ${INSTANCE_HERE}
  ${CUT_HERE}
  // rgb: colour of the edge; a: size of the occurrence.
  vec4 own = getBatchingColor(instance);
  gl_Position = projectionMatrix * modelViewMatrix * batchingMatrix * vec4(position, 1.0);
  // Edges of an occurrence a few pixels wide would paint it black: they fade before that.
  float size = ${SIZE_OF_CODE.replace("CODE", "own.a")};
  float pixels = abs(size * projectionMatrix[1][1] * viewHeight / gl_Position.w);
  float alpha = strength * smoothstep(${EDGES_FROM.toFixed(1)}, ${EDGES_FULL.toFixed(1)}, pixels);
  vec3 worn = own.rgb;
#ifdef CURVES
  // What is selected has all its lines in the accent: the only colour of an occurrence that says so.
  vec3 off = abs(own.rgb - accent);
  if (max(off.r, max(off.g, off.b)) > 0.003 && lineColour.a < 0.9)
    worn = lineColour.a < 0.1 ? calm(lineColour.rgb) : plain;
#endif
  vColour = vec4(toLinear(worn), alpha);
}`;

export const EDGE_FRAGMENT = /* glsl */ `
varying vec4 vColour;
${CUT_FRAGMENT}
void main() {
  cut();
  if (vColour.a < 0.02) discard;
  gl_FragColor = vColour;
  #include <colorspace_fragment>
}`;

export const MASK_VERTEX = /* glsl */ `
#include <common>
${INSTANCE}
${CUT_VERTEX}
void main() {
  ${INSTANCE_HERE}
  ${CUT_HERE}
  gl_Position = projectionMatrix * modelViewMatrix * batchingMatrix * vec4(position, 1.0);
}`;

export const MASK_FRAGMENT = /* glsl */ `
${CUT_FRAGMENT}
${GHOST_OUTPUT}
void main() {
  cut();
  gl_FragColor = vec4(1.0);
#ifdef WEIGHED
  depths = vec4(0.0);
#endif
}`;

export const SCREEN_VERTEX = /* glsl */ `
varying vec2 vUv;
void main() {
  vUv = position.xy * 0.5 + 0.5;
  gl_Position = vec4(position, 1.0);
}`;

/** A line around what the mask shows, also where other parts cover it: a selected part is never lost. */
export const OUTLINE_FRAGMENT = /* glsl */ `
uniform sampler2D mask;
uniform vec2 pixel;
uniform vec3 colour;
varying vec2 vUv;
${COLOUR}
void main() {
  float here = texture2D(mask, vUv).r;
  float around = 0.0;
  for (int i = 0; i < 12; i++) {
    float angle = float(i) * 0.5235988;
    around = max(around, texture2D(mask, vUv + pixel * vec2(cos(angle), sin(angle))).r);
  }
  float alpha = around * (1.0 - here);
  if (alpha < 0.01) discard;
  gl_FragColor = vec4(toLinear(colour), alpha);
  #include <colorspace_fragment>
}`;

/** A picture of the same size, as it is. */
export const COPY_FRAGMENT = /* glsl */ `
uniform sampler2D picture;
void main() {
  gl_FragColor = vec4(texelFetch(picture, ivec2(gl_FragCoord.xy), 0).rgb, 1.0);
}`;

/**
 * The viewport's gradient; a little noise keeps eight-bit steps from showing as bands (interleaved gradient
 * noise: Jimenez, "Next Generation Post Processing in Call of Duty", SIGGRAPH 2014). It fills every pixel, so
 * it stays in sRGB and uses no transcendental function: without a graphics card it was a third of a frame.
 */
export const BACKGROUND_FRAGMENT = /* glsl */ `
uniform vec3 top;
uniform vec3 bottom;
uniform float aspect;
varying vec2 vUv;
void main() {
  vec2 from = (vUv - vec2(0.5, 0.72)) * vec2(min(aspect, 1.6) * 0.8, 1.0);
  float near = clamp(sqrt(dot(from, from)) * 1.17647, 0.0, 1.0);
  vec3 colour = mix(top, bottom, near * near * (3.0 - 2.0 * near));
  float noise = fract(52.9829189 * fract(dot(gl_FragCoord.xy, vec2(0.06711056, 0.00583715))));
  gl_FragColor = vec4(colour + (noise - 0.5) / 255.0, 1.0);
}`;
