/**
 * The cut faces of a section. Before a frame, all solids are drawn once for each plane that shows its cut
 * face, into a picture that adds up what lies behind the plane; in the frame, a rectangle on the plane
 * shows the sum. So a cut face costs the same for one part and for ten thousand, is exact at every pixel,
 * right for interlocking solids, and has its parts' colours. No part is drawn a second time otherwise, and
 * nothing is computed when a plane moves.
 */
import {
  AddEquation,
  BufferAttribute,
  BufferGeometry,
  Color,
  CustomBlending,
  DoubleSide,
  FloatType,
  HalfFloatType,
  Mesh,
  NearestFilter,
  OneFactor,
  RGBAFormat,
  Scene,
  ShaderMaterial,
  Vector2,
  Vector3,
  Vector4,
  WebGLRenderTarget,
  type Camera,
  type Object3D,
  type WebGLRenderer,
} from "three";
import { centreOfBounds, radiusOfBounds, type Bounds } from "../../../shared/geometry/bounds.ts";
import type { Rgb } from "../presentation/colour-ramp.ts";
import { along, dot, heightAtTarget, type Pose, type Vector } from "../camera/orbit.ts";
import { CAP_FRAGMENT, CAP_VERTEX, COUNT_FRAGMENT, COUNT_VERTEX } from "./cap-shaders.ts";
import { createCutUniform, setCut, type CutUniform } from "./cut-uniform.ts";
import { acrossOf, type SectionPlane } from "./section-planes.ts";

export interface SectionView {
  readonly setPlanes: (planes: readonly SectionPlane[]) => void;
  readonly setLine: (colour: Rgb) => void;
  /** Counts for this camera; called before every frame. `height`: of the drawing, pixels. */
  readonly prepare: (camera: Camera, ground: SectionGround, pose: Pose, height: number) => void;
  /** The cut faces that are drawn in this frame. */
  readonly caps: () => readonly Object3D[];
  readonly dispose: () => void;
}

export interface SectionGround {
  /** Of the whole model, mm. */
  readonly box: () => Bounds;
  /** What has an inside that a cut shows. */
  readonly bodies: () => readonly Object3D[];
}

/** Pixels between two strokes of the hatching, about. */
const HATCH = 9;
/** Of the extent of a model: coordinates of single precision carry no more. */
const MARGIN = 2e-6;

/** How far before a plane its cut begins: a face that lies on the plane is cut away, and nothing flickers. */
export function sectionMargin(box: Bounds): number {
  return radiusOfBounds(box) * MARGIN;
}

interface Cap {
  readonly mesh: Mesh<BufferGeometry, ShaderMaterial>;
  readonly target: WebGLRenderTarget;
  readonly otherPlanes: CutUniform;
}

export function createSectionView(webgl: WebGLRenderer, scene: Scene): SectionView {
  // Whole numbers stay whole to 2^24, or with half precision to 2^11: then colours get fewer steps.
  const fine = webgl.getContext().getExtension("EXT_float_blend") !== null;
  const shared = {
    levels: { value: fine ? 255 : 31 },
    // The sum has the count of solids above it, and below it their marks, of 7 at most each: with 16 two that lie
    // in one another are surely counted right, with 1024 more than a hundred.
    countStep: { value: fine ? 1024 : 16 },
    line: { value: new Vector3() },
    hatchStep: { value: 1 },
    reach: { value: 1 },
  };
  const plane = { value: new Vector4() };
  const counting = new ShaderMaterial({
    vertexShader: COUNT_VERTEX,
    fragmentShader: COUNT_FRAGMENT,
    uniforms: { plane, levels: shared.levels, countStep: shared.countStep },
    side: DoubleSide,
    forceSinglePass: true,
    depthTest: false,
    depthWrite: false,
    blending: CustomBlending,
    blendEquation: AddEquation,
    blendSrc: OneFactor,
    blendDst: OneFactor,
    transparent: true,
  });
  const all = new Scene();
  all.matrixWorldAutoUpdate = false;
  all.overrideMaterial = counting;
  const caps: Cap[] = [];
  let cut: readonly SectionPlane[] = [];
  let placed: Bounds | undefined;
  const size = new Vector2();
  const before = new Color();

  const makeCap = (): Cap => {
    const target = new WebGLRenderTarget(1, 1, {
      format: RGBAFormat,
      type: fine ? FloatType : HalfFloatType,
      minFilter: NearestFilter,
      magFilter: NearestFilter,
      depthBuffer: false,
      generateMipmaps: false,
    });
    const otherPlanes = createCutUniform();
    const material = new ShaderMaterial({
      vertexShader: CAP_VERTEX,
      fragmentShader: CAP_FRAGMENT,
      uniforms: {
        ...shared,
        counts: { value: target.texture },
        otherPlanes,
        across: { value: new Vector3() },
        upwards: { value: new Vector3() },
      },
      side: DoubleSide,
      transparent: true,
      // Behind edges and marks, as the faces of the parts are.
      polygonOffset: true,
      polygonOffsetFactor: 1,
      polygonOffsetUnits: 2,
    });
    const geometry = new BufferGeometry();
    geometry.setAttribute("position", new BufferAttribute(new Float32Array(12), 3));
    geometry.setIndex([0, 1, 2, 0, 2, 3]);
    const mesh = new Mesh(geometry, material);
    mesh.frustumCulled = false;
    mesh.matrixAutoUpdate = false;
    mesh.renderOrder = 1;
    scene.add(mesh);
    return { mesh, target, otherPlanes };
  };
  const putOn = (cap: Cap, own: SectionPlane, others: readonly SectionPlane[], box: Bounds): void => {
    const [across, upwards] = acrossOf(own.normal);
    setCut(cap.otherPlanes, others, 0);
    const { uniforms } = cap.mesh.material;
    for (const [name, direction] of [
      ["across", across],
      ["upwards", upwards],
    ] as const) {
      const value: unknown = uniforms[name]?.value;
      if (value instanceof Vector3) value.set(...direction);
    }
    const position = cap.mesh.geometry.getAttribute("position");
    rectangle(own, box).forEach((corner, at) => position.setXYZ(at, ...corner));
    position.needsUpdate = true;
  };

  const place = (box: Bounds): void => {
    placed = box;
    cut.forEach((own, at) => {
      const others = cut.filter((other) => other !== own);
      putOn((caps[at] ??= makeCap()), own, others, box);
    });
  };

  return {
    setPlanes: (planes) => {
      cut = planes;
      placed = undefined;
      for (const cap of caps.slice(planes.length)) {
        cap.mesh.visible = false;
        // Nobody may cut again: a picture as large as the view is given back.
        cap.target.setSize(1, 1);
      }
    },
    setLine: (colour) => void shared.line.value.set(...linear(colour)),
    prepare: (camera, ground, pose, height) => {
      if (cut.length === 0) return;
      const box = ground.box();
      if (box !== placed) place(box);
      webgl.getDrawingBufferSize(size);
      const pixel = heightAtTarget(pose.distance) / Math.max(1, height);
      shared.hatchStep.value = 2 ** Math.round(Math.log2(HATCH * pixel * Math.SQRT2));
      shared.reach.value = Math.max(1, Math.round(size.y / Math.max(1, height)));
      // Only borrowed: the model keeps them, and an object is drawn by whom it is handed to.
      all.children = [...ground.bodies()];
      webgl.getClearColor(before);
      const alpha = webgl.getClearAlpha();
      const margin = sectionMargin(box);
      for (const [at, own] of cut.entries()) {
        const cap = caps[at];
        if (cap === undefined) continue;
        const { mesh, target } = cap;
        mesh.visible = facesEye(own, camera);
        if (!mesh.visible) continue;
        if (target.width !== size.x || target.height !== size.y) target.setSize(size.x, size.y);
        plane.value.set(...own.normal, own.offset - margin);
        webgl.setRenderTarget(target);
        webgl.setClearColor(0, 0);
        webgl.clear();
        webgl.render(all, camera);
      }
      webgl.setRenderTarget(null);
      webgl.setClearColor(before, alpha);
      all.children = [];
    },
    caps: () => caps.flatMap(({ mesh }) => (mesh.visible && cut.length > 0 ? [mesh] : [])),
    dispose: () => {
      for (const { mesh, target } of caps) {
        mesh.removeFromParent();
        mesh.geometry.dispose();
        mesh.material.dispose();
        target.dispose();
      }
      counting.dispose();
    },
  };
}

/** The eye is on the side that is cut away: from the other one a cut face is behind its own solid. */
function facesEye({ normal, offset }: SectionPlane, camera: Camera): boolean {
  const { elements } = camera.matrixWorld;
  const at = (from: number): readonly [number, number, number] => [
    elements[from] ?? 0,
    elements[from + 1] ?? 0,
    elements[from + 2] ?? 0,
  ];
  if ("isOrthographicCamera" in camera) return dot(at(8), normal) > 0;
  return dot(at(12), normal) > offset;
}

/** On the plane, wide enough for all of the box. */
function rectangle({ normal, offset }: SectionPlane, box: Bounds): readonly Vector[] {
  const centre = centreOfBounds(box);
  const middle = along(centre, normal, offset - dot(centre, normal));
  const [right, up] = acrossOf(normal);
  const reach = radiusOfBounds(box) * 1.01;
  const at = (x: number, y: number): Vector => along(along(middle, right, x * reach), up, y * reach);
  return [at(-1, -1), at(1, -1), at(1, 1), at(-1, 1)];
}

/** IEC 61966-2-1. */
function linear(colour: Rgb): Rgb {
  const [r, g, b] = colour.map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return [r ?? 0, g ?? 0, b ?? 0];
}
