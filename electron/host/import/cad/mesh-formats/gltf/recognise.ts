import type { FileHead } from "../../../importer.ts";
import { isGlb } from "./container.ts";

export function recogniseGltf({ bytes, text, name }: FileHead): number {
  if (isGlb(bytes)) return 1;
  if (text === undefined || !/^\s*\{/.test(text)) return 0;
  const named = /\.gltf$/i.test(name);
  // The asset may stand anywhere in the file, past what is looked at here.
  if (/"asset"\s*:\s*\{[^{}]*"version"\s*:/.test(text)) return named ? 1 : 0.7;
  return named && /"(?:scenes?|nodes|meshes|accessors|bufferViews)"\s*:/.test(text) ? 0.9 : 0;
}
