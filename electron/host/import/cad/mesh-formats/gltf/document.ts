/** What is read of a glTF document (glTF 2.0, 5 "Properties Reference"); the rest of it is left alone. */
import * as v from "valibot";
import { ImportError } from "../../../importer.ts";

const index = v.pipe(v.number(), v.integer(), v.minValue(0));
const offset = v.optional(index, 0);
const numbers = v.array(v.number());
const extensions = v.optional(v.record(v.string(), v.unknown()));
const name = v.optional(v.string());

const accessor = v.object({
  bufferView: v.optional(index),
  byteOffset: offset,
  componentType: index,
  normalized: v.optional(v.boolean(), false),
  count: index,
  type: v.string(),
  sparse: v.optional(
    v.object({
      count: index,
      indices: v.object({ bufferView: index, byteOffset: offset, componentType: index }),
      values: v.object({ bufferView: index, byteOffset: offset }),
    }),
  ),
});

/** A buffer view that is packed with meshopt: where, and how it is unpacked. */
const packedView = v.object({
  buffer: index,
  byteOffset: offset,
  byteLength: index,
  byteStride: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(256)),
  count: index,
  mode: v.picklist(["ATTRIBUTES", "TRIANGLES", "INDICES"]),
  filter: v.optional(v.picklist(["NONE", "OCTAHEDRAL", "QUATERNION", "EXPONENTIAL", "COLOR"]), "NONE"),
});
const packed = v.optional(
  v.object({
    EXT_meshopt_compression: v.optional(packedView),
    KHR_meshopt_compression: v.optional(packedView),
  }),
);

const dracoPacked = v.object({ bufferView: index, attributes: v.record(v.string(), index) });

const primitive = v.object({
  attributes: v.record(v.string(), index),
  indices: v.optional(index),
  material: v.optional(index),
  mode: v.optional(index, 4),
  targets: v.optional(v.array(v.unknown())),
  extensions: v.optional(v.looseObject({ KHR_draco_mesh_compression: v.optional(dracoPacked) })),
});

const material = v.object({
  name,
  alphaMode: v.optional(v.string(), "OPAQUE"),
  pbrMetallicRoughness: v.optional(
    v.object({ baseColorFactor: v.optional(numbers), baseColorTexture: v.optional(v.unknown()) }),
  ),
  extensions,
});

const node = v.object({
  name,
  mesh: v.optional(index),
  skin: v.optional(index),
  children: v.optional(v.array(index), []),
  matrix: v.optional(numbers),
  translation: v.optional(numbers),
  rotation: v.optional(numbers),
  scale: v.optional(numbers),
  extensions,
});

const document = v.object({
  asset: v.object({
    version: v.string(),
    generator: v.optional(v.string()),
    copyright: v.optional(v.string()),
  }),
  extensionsRequired: v.optional(v.array(v.string()), []),
  scene: v.optional(index),
  scenes: v.optional(v.array(v.object({ name, nodes: v.optional(v.array(index), []) })), []),
  nodes: v.optional(v.array(node), []),
  meshes: v.optional(v.array(v.object({ name, primitives: v.array(primitive) })), []),
  materials: v.optional(v.array(material), []),
  accessors: v.optional(v.array(accessor), []),
  bufferViews: v.optional(
    v.array(
      v.object({
        buffer: index,
        byteOffset: offset,
        byteLength: index,
        byteStride: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(4096))),
        extensions: packed,
      }),
    ),
    [],
  ),
  buffers: v.optional(v.array(v.object({ uri: v.optional(v.string()), byteLength: index, extensions })), []),
});

export type GltfDocument = v.InferOutput<typeof document>;
export type GltfAccessor = v.InferOutput<typeof accessor>;
export type GltfPrimitive = v.InferOutput<typeof primitive>;
export type GltfNode = v.InferOutput<typeof node>;
export type PackedView = v.InferOutput<typeof packedView>;
export type GltfMaterial = v.InferOutput<typeof material>;

/** Extensions that change nothing that is drawn here, or are read. */
const HARMLESS =
  /^(?:KHR_mesh_quantization|KHR_texture_\w+|KHR_materials_\w+|EXT_texture_\w+|KHR_lights_\w+|KHR_xmp\w*|MSFT_texture_\w+|KHR_animation_\w+)$/;
/** What is read beyond the core of glTF. */
const READ = new Set([
  "KHR_draco_mesh_compression",
  "EXT_meshopt_compression",
  "KHR_meshopt_compression",
  "EXT_mesh_gpu_instancing",
]);

/** @throws ImportError for another version, a document of other types, and what can't be drawn without an extension */
export function readDocument(json: unknown): GltfDocument {
  const version = (json as { asset?: { version?: unknown } } | null)?.asset?.version;
  if (version === undefined) throw new ImportError("Its JSON is no glTF: the asset's version is missing.");
  // Before its types are looked at: glTF 1 has names where 2 has numbers. Some of its files have a number here.
  const stated = typeof version === "string" || typeof version === "number" ? `${version}` : "";
  if (/^\d/.test(stated) && !/^2(?:\.|$)/.test(stated))
    throw new ImportError(`It is glTF ${stated.slice(0, 20)}: only glTF 2 can be read.`);
  const read = v.safeParse(document, json, { abortEarly: true });
  if (!read.success) {
    const [issue] = read.issues;
    throw new ImportError(`Its JSON is no sound glTF: ${v.getDotPath(issue) ?? "it"}: ${issue.message}.`);
  }
  const { asset, extensionsRequired } = read.output;
  if (!/^2(?:\.|$)/.test(asset.version))
    throw new ImportError(`Its version of glTF is "${asset.version.slice(0, 20)}": only glTF 2 can be read.`);
  for (const extension of extensionsRequired) {
    if (!HARMLESS.test(extension) && !READ.has(extension))
      throw new ImportError(
        `It can't be drawn without the extension ${extension.slice(0, 80)}, which is not read: export it without.`,
      );
  }
  return read.output;
}
