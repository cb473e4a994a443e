/** A model in words: its revision and its file. */
import type { ComparableModel } from "../../../shared/contract/parts.ts";
import { message } from "../../messages/catalogue.ts";

export function modelName({ revision, fileName }: ComparableModel): string {
  return message("compare.model", { revision: revision ?? "none", file: fileName });
}
