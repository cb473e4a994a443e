declare module "virtual:manual" {
  import type { ManualDocument } from "../../../shared/manual/manual.ts";
  export const documents: readonly ManualDocument[];
}
