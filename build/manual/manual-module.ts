/** Gives the screen its manual: what is written in docs/ for those who use the app, read while it is built. */
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Plugin } from "vite";
import type { ManualDocument } from "../../shared/manual/manual.ts";
import { readDocument } from "./read-document.ts";

export const DOCS = resolve(import.meta.dirname, "../../docs");

/** In the order in which the manual lists them. */
export const DOCUMENTS = [
  "using",
  "importing",
  "following-plants",
  "opcua",
  "cli",
  "views",
  "security",
  "changelog",
] as const;

export function readManual(): readonly ManualDocument[] {
  const known = new Set<string>(DOCUMENTS);
  return DOCUMENTS.map((id) => readDocument(id, readFileSync(join(DOCS, `${id}.md`), "utf8"), known));
}

const NAME = "virtual:manual";

export function manualModule(): Plugin {
  return {
    name: "manual",
    resolveId: (id) => (id === NAME ? `\0${NAME}` : undefined),
    load: (id) =>
      id === `\0${NAME}` ? `export const documents = ${JSON.stringify(readManual())};` : undefined,
  };
}
