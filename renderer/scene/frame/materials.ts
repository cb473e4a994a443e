/** The materials of the scene and the values they share, so that a change of theme touches no batch. */
import {
  AddEquation,
  CustomBlending,
  DoubleSide,
  OneFactor,
  ShaderMaterial,
  Vector2,
  Vector3,
  type Texture,
} from "three";
import { BY_DEPTH } from "./ghost-shaders.ts";
import type { Rgb } from "../presentation/colour-ramp.ts";
import { OWN_SHARE, type ModelPalette } from "../presentation/model-colours.ts";
import { compileCut, createCutUniform, setCut } from "../section/cut-uniform.ts";
import { SOLID_OFFSET } from "./solid-offset.ts";
import type { SectionPlane } from "../section/section-planes.ts";
import {
  EDGE_FRAGMENT,
  EDGE_VERTEX,
  FACE_FRAGMENT,
  FACE_VERTEX,
  MASK_FRAGMENT,
  MASK_VERTEX,
} from "./shaders.ts";

export interface LayerOrder {
  /** BY_DEPTH, COUNTING or BY_COUNT. */
  readonly order: { value: number };
  /** What was counted, its nearer and its farther half; null while it is drawn into. */
  readonly nearLayers: { value: Texture | null };
  readonly farLayers: { value: Texture | null };
}

export interface SceneMaterials {
  readonly solid: ShaderMaterial;
  readonly ghost: ShaderMaterial;
  /** Parts that are transparent in their file. */
  readonly glass: ShaderMaterial;
  /** How ghosts and transparent parts are weighed against each other (ghost-shaders.ts). */
  readonly layers: LayerOrder;
  /** What of the solid parts stands before ghosts: depth alone. */
  readonly ghostDepth: ShaderMaterial;
  readonly edge: ShaderMaterial;
  readonly ghostEdge: ShaderMaterial;
  /** Faces coloured by data, over the solid ones. */
  readonly faceData: ShaderMaterial;
  /** Selected and hovered faces, over all of them, half transparent. */
  readonly faceMark: ShaderMaterial;
  readonly mask: ShaderMaterial;
  readonly setPalette: (palette: ModelPalette) => void;
  /** sRGB of what is selected, and of curves that state no colour. */
  readonly setLines: (accent: Rgb, plain: Rgb) => void;
  /**
   * What these planes cut away is not drawn.
   * @param margin how much nearer than the planes that begins, mm: what lies on a plane is cut away
   */
  readonly setSection: (planes: readonly SectionPlane[], margin: number) => void;
  /** Height of the drawing, CSS pixels, and device pixels for one of them. */
  readonly setView: (height: number, ratio: number) => void;
  readonly dispose: () => void;
}

/** CSS pixels of a light and a dark stripe, of what has no data. */
const STRIPE = 8;

/** @param weighed ghosts are added up in pictures of their own (ghost-pass.ts), not blended as they come */
export function createMaterials(weighed = true): SceneMaterials {
  const neutral = { value: new Vector3() };
  const lumaRange = { value: new Vector2() };
  const viewHeight = { value: 1 };
  const [accent, plain] = [{ value: new Vector3() }, { value: new Vector3() }];
  const stripe = { value: STRIPE };
  const sectionPlanes = createCutUniform();
  const layers: LayerOrder = {
    order: { value: BY_DEPTH },
    nearLayers: { value: null },
    farLayers: { value: null },
  };

  /** @param push how far the faces stand back, so that edges and marks on them win without flicker */
  const face = (push: number, opacity: number, ghost = 0): ShaderMaterial =>
    new ShaderMaterial({
      vertexShader: FACE_VERTEX,
      fragmentShader: FACE_FRAGMENT,
      uniforms: {
        neutral,
        lumaRange,
        sectionPlanes,
        stripe,
        ownShare: { value: OWN_SHARE },
        opacity: { value: opacity },
        ghost: { value: ghost },
        ...layers,
      },
      side: DoubleSide,
      // One pass: three.js would draw both sides of a transparent one apart.
      forceSinglePass: true,
      transparent: opacity < 1,
      depthWrite: opacity === 1,
      polygonOffset: push > 0,
      polygonOffsetFactor: push,
      polygonOffsetUnits: push * 2,
    });
  const edge = (strength: number): ShaderMaterial =>
    new ShaderMaterial({
      vertexShader: EDGE_VERTEX,
      fragmentShader: EDGE_FRAGMENT,
      uniforms: {
        neutral,
        lumaRange,
        ownShare: { value: OWN_SHARE },
        accent,
        plain,
        sectionPlanes,
        viewHeight,
        strength: { value: strength },
      },
      transparent: true,
      depthWrite: false,
      // As the faces that are drawn before them. Not their offset: some drivers move lines by it too.
      side: DoubleSide,
    });

  const mask = (): ShaderMaterial =>
    new ShaderMaterial({
      vertexShader: MASK_VERTEX,
      fragmentShader: MASK_FRAGMENT,
      uniforms: { sectionPlanes },
      side: DoubleSide,
    });
  const ghost = face(1, 0.16, 1);
  const glass = face(1, 0.5);
  glass.defines["GLASS"] = "";
  const ghostDepth = mask();
  if (weighed) {
    for (const material of [ghost, glass, ghostDepth]) material.defines["WEIGHED"] = "";
    const sum = { blendSrc: OneFactor, blendDst: OneFactor, blendEquation: AddEquation };
    for (const material of [ghost, glass]) material.setValues({ blending: CustomBlending, ...sum });
  }
  ghostDepth.setValues({ colorWrite: false, ...SOLID_OFFSET });
  const materials = {
    solid: face(SOLID_OFFSET.polygonOffsetFactor, 1),
    ghost,
    glass,
    ghostDepth,
    edge: edge(0.9),
    ghostEdge: edge(0.3),
    faceData: face(1, 1),
    faceMark: face(0.5, 0.45),
    mask: Object.assign(mask(), { depthTest: false, depthWrite: false }),
  };
  materials.edge.defines["CURVES"] = "";
  // A model whose lines are all edges has no attribute that says so.
  Object.assign(materials.edge.defaultAttributeValues, { lineColour: [0, 0, 0, 1] });
  return {
    ...materials,
    layers,
    setPalette: (palette) => {
      neutral.value.fromArray(palette.neutral);
      lumaRange.value.set(palette.darkest, palette.lightest);
    },
    setLines: (marked, unstated) => {
      accent.value.fromArray(marked);
      plain.value.fromArray(unstated);
    },
    setSection: (planes, margin) => {
      setCut(sectionPlanes, planes, margin);
      compileCut(Object.values(materials), planes.length > 0);
    },
    setView: (height, ratio) => {
      viewHeight.value = height;
      stripe.value = STRIPE * ratio;
    },
    dispose: () => {
      for (const material of Object.values(materials)) material.dispose();
    },
  };
}
