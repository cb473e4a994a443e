import * as v from "valibot";
import { call } from "../rpc/service.ts";
import type { PartLink } from "./part-links.ts";
import type { PartTree } from "./part-tree.ts";
import { partNumberSchema, type Fact } from "./common.ts";

/** One line of the product tree, in pre-order: a parent always stands before its children. */
export interface PartTreeNode {
  /** Part numbers from the root, joined by "/": stable over imports. */
  readonly id: string;
  /** Index of the parent line, -1 for a product. */
  readonly parent: number;
  readonly partNumber: string;
  readonly revision: string | undefined;
  readonly title: string | undefined;
  /** How many in one parent (BOM quantity); 1 for a product. */
  readonly quantity: number;
  readonly findNumber: string | undefined;
  readonly unitCount: number;
  /** Units with at least one event of severity fail or worse. */
  readonly failedUnitCount: number;
  readonly eventCount: number;
  /** The part has geometry of its own or below it. */
  readonly hasModel: boolean;
  /** A person said that the CAD product of this line is a part: the line is about that, once it is in the cache. */
  readonly linked?: PartLink;
}

export interface PartDetails {
  readonly partNumber: string;
  readonly revision: string | undefined;
  readonly title: string | undefined;
  readonly facts: readonly Fact[];
  /** Free text that people wrote about the part, with its source and place. */
  readonly notes: readonly Note[];
  /** Other names under which sources know the part, and how each was linked. */
  readonly aliases: readonly { readonly name: string; readonly origin: "source" | "name" | "person" }[];
  readonly laboratories: readonly {
    readonly laboratory: string;
    readonly units: number;
    readonly failed: number;
  }[];
}

export interface Note {
  readonly text: string;
  readonly sourceId: string;
  readonly sourceName: string;
  /** For example `Sheet1!F17` or `line 12`. */
  readonly place: string | undefined;
}

/** A CAD model that can be shown; `blob` is a path relative to the shell's origin. */
export interface ModelSummary {
  readonly sha256: string;
  readonly fileName: string;
  /** Root product of the file. */
  readonly partNumber: string;
  /** `/blob/<sha256 of the encoded mesh>`; see shared/geometry/mesh-blob.ts. */
  readonly blob: string;
  readonly bytes: number;
  readonly problems: readonly string[];
}

/** A model that can be compared with another one. */
export interface ComparableModel {
  /** Of the file that it was read from. */
  readonly sha256: string;
  readonly fileName: string;
  /** Root product of the file, and the revision that the file states of the asked part (else of the root). */
  readonly partNumber: string;
  readonly revision: string | undefined;
  /** The asked part is in it. */
  readonly holdsPart: boolean;
  /** µs UTC when the file was taken in; undefined where that is not known any more. */
  readonly addedAt: number | undefined;
  readonly blob: string;
  readonly bytes: number;
}

export const partsService = {
  /** `unpackTree` (part-tree.ts) makes lines of it, with a parent before its children. */
  tree: call<PartTree>()(v.object({})),
  details: call<PartDetails>()(v.object({ partNumber: partNumberSchema })),
  /** The model that shows the part: its own, else that of a product that contains it. */
  model: call<ModelSummary | undefined>()(v.object({ partNumber: partNumberSchema })),
  /** Models to compare: those that hold the part first, the newest of each first; at most 1,000. */
  models: call<readonly ComparableModel[]>()(v.object({ partNumber: v.exactOptional(partNumberSchema) })),
} as const;
