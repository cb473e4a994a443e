/** Which addresses the person's browser may be sent to. */

/** Exact https origins. None yet: the first link that leaves the product adds its origin here. */
export const EXTERNAL_ORIGINS: readonly string[] = [];

/** True where `candidate` is an https address of a listed origin, without a user name or password. */
export function isAllowedExternal(candidate: string, origins: readonly string[] = EXTERNAL_ORIGINS): boolean {
  let url: URL;
  try {
    url = new URL(candidate);
  } catch {
    return false;
  }
  // The whole origin is compared: a prefix would let "https://docs.example.evil.com" pass.
  return (
    url.protocol === "https:" && url.username === "" && url.password === "" && origins.includes(url.origin)
  );
}
