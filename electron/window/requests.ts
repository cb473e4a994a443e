/** What the page may load at all: a second fence behind the Content-Security-Policy. */
import { isOwnOrigin } from "./page-origin.ts";

/** `developer`: the developer tools may load their own pages. */
export function isAllowedRequest(candidate: string, developer: boolean): boolean {
  if (isOwnOrigin(candidate)) return true;
  // Made by the page itself, from what it already has.
  if (candidate.startsWith("data:") || candidate.startsWith("blob:app://throughline/")) return true;
  return developer && (candidate.startsWith("devtools:") || candidate.startsWith("chrome-extension:"));
}
