/** By what a saved column mapping is found again. */
import { hash } from "node:crypto";
import { headerWords } from "./column-roles.ts";

/** SHA-256 of the headers in their order; case, punctuation and spaces do not count. */
export function headerFingerprint(headers: readonly string[]): string {
  return hash("sha256", JSON.stringify(headers.map(headerWords)));
}
