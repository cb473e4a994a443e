/** A host of its own per test, which reads the plate's revisions, and what is decided about them. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect } from "vitest";
import type { ImportReport } from "../../shared/contract/import.ts";
import type { FaceLink, LinkDraft } from "../../shared/contract/links.ts";
import { decodeModel } from "../../shared/geometry/mesh-blob.ts";
import { groupFaces, type FaceGroup } from "../../shared/links/face-groups.ts";
import { faceKeyOf } from "../../shared/links/face-key.ts";
import { createHost, type Host } from "../../electron/host/host.ts";
import { REVISIONS } from "../revised-product.ts";

export const PLATE = "FX-110";
export const cleanups: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "throughline-carry-"));
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
  for (const { name, text } of Object.values(REVISIONS)) writeFileSync(join(folder, name), text);
  return folder;
}

export const open = (folder: string): Promise<Host> =>
  createHost({
    dataFolder: join(folder, "data"),
    version: "0",
    follow: false,
    log: (line) => expect.unreachable(line),
  });

export async function read(host: Host, path: string): Promise<ImportReport> {
  const { import: imports } = host.implementation;
  const context = { signal: new AbortController().signal };
  const { planId } = await imports.plan({ paths: [path] }, context);
  const reports: ImportReport[] = [];
  await imports.run(
    { planId },
    (event) => {
      if (event.type === "report") reports.push(event.report);
    },
    context,
  );
  const [report] = reports;
  if (report === undefined) throw new Error("a report expected");
  return report;
}

export const context = { signal: new AbortController().signal };
export const linksOf = async (host: Host, revision?: string): Promise<readonly FaceLink[]> => {
  const links = await host.implementation.links.list({ partNumbers: [PLATE] }, context);
  return revision === undefined ? links : links.filter((link) => link.revision === revision);
};

export async function facesOf(host: Host, partNumber: string): Promise<readonly FaceGroup[]> {
  const [model] = await host.implementation.parts.models({ partNumber }, context);
  const path = host.blobs.path(model?.blob.replace("/blob/", "") ?? "");
  const part = decodeModel(readFileSync(path ?? "")).parts.find(({ number }) => number === partNumber);
  if (part?.mesh === undefined) throw new Error(`${partNumber} expected`);
  return groupFaces(part.mesh);
}

/** One link per hole of the plate, biggest last: four of Ø 6, of which B widens the first, and one of Ø 24. */
export async function linkHoles(host: Host): Promise<readonly LinkDraft[]> {
  const holes = (await facesOf(host, PLATE))
    .filter(({ kind }) => kind === "cylinder")
    .toSorted(
      (a, b) =>
        (a.surface?.radius ?? 0) - (b.surface?.radius ?? 0) ||
        Math.round(a.centre[0] - b.centre[0]) ||
        Math.round(a.centre[1] - b.centre[1]),
    );
  const add = holes.map((hole, at): LinkDraft => ({
    linkId: `00000000-0000-4000-8000-00000000000${at}`,
    partNumber: PLATE,
    revision: "A",
    sourceId: "qif:lab",
    characteristic: `Diameter ${at + 1}`,
    state: "confirmed",
    finder: "hand",
    face: faceKeyOf(hole),
  }));
  await host.implementation.links.change({ remove: [], add }, context);
  return add;
}

export const remarks = ({ files }: ImportReport): readonly string[] =>
  files
    .flatMap((file) => file.remarks.map(({ text }) => text))
    .filter((text) => /^FX-1\d\d\b.*\blinks? to\b/.test(text));
