import { hash, randomBytes } from "node:crypto";
import * as v from "valibot";
import { changeSchema } from "../../../../shared/contract/plant/protocol.ts";
import { expectRule, Skipped, type Check } from "../check.ts";
import type { Answer } from "../http-client.ts";
import { changesOf, type PlantUnderTest } from "../plant-under-test.ts";
import { expectProblem } from "./service.ts";

export interface NamedFile {
  readonly sha256: string;
  readonly bytes: number;
}

/** Files that the records of all parts name. */
export async function namedFiles(plant: PlantUnderTest): Promise<readonly NamedFile[]> {
  const files: NamedFile[] = [];
  for (const stream of await plant.streams())
    for (const { json, kind } of changesOf(await plant.pages(stream))) {
      if (kind !== "part") continue;
      const change = v.safeParse(changeSchema, json);
      if (!change.success || change.output.op !== "put" || change.output.record.record !== "part") continue;
      files.push(...(change.output.record.files ?? []));
    }
  return files;
}

export const FILE_CHECKS: readonly Check[] = [
  {
    rule: "A file that a record names is there under its hash, with as many bytes as the record says.",
    async run(plant) {
      const files = await namedFiles(plant);
      if (files.length === 0) throw new Skipped("no record names a file");
      for (const { sha256, bytes } of files) {
        const { status, body } = await plant.ask(`/files/${sha256}`);
        expectRule(status === 200, `${sha256} is answered ${status}`);
        expectRule(body.length === bytes, `${sha256} has ${body.length} bytes, the record says ${bytes}`);
        expectRule(hash("sha256", body) === sha256, `the bytes do not hash to ${sha256}`);
      }
    },
  },
  {
    rule: "An unknown file is answered 404 `unknown-file`.",
    async run(plant) {
      expectProblem(await plant.ask(`/files/${"0".repeat(64)}`), 404, "unknown-file", "no file");
    },
  },
  {
    rule: "A file is taken in under its hash and given back as it was; bytes that hash to something else are answered 400 `invalid`.",
    writes: true,
    async run(plant) {
      const content = randomBytes(2_000);
      const sha256 = hash("sha256", content);
      const put = (name: string): Promise<Answer> =>
        plant.ask(`/files/${name}`, { method: "PUT", body: content });
      expectProblem(await put(hash("sha256", `not ${sha256}`)), 400, "invalid", "bytes under another hash");
      for (const time of ["once", "twice"]) {
        const { status } = await put(sha256);
        expectRule(status === 200 || status === 201, `sent ${time} it is answered ${status}`);
      }
      const { status, body } = await plant.ask(`/files/${sha256}`);
      expectRule(status === 200 && body.equals(content), "the file did not come back as it was");
    },
  },
];
