/** The one origin of the page. Every check of who sent or wants something ends here. */

export const APP_SCHEME = "app";
export const APP_HOST = "throughline";
export const PAGE_URL = `${APP_SCHEME}://${APP_HOST}/index.html`;

/**
 * True for URLs of `app://throughline` and nothing else. Scheme and host are compared apart:
 * `URL.origin` is "null" for schemes that the parser doesn't know, so it would make all of them equal.
 */
export function isOwnOrigin(candidate: string): boolean {
  const url = parsed(candidate);
  return (
    url !== undefined &&
    url.protocol === `${APP_SCHEME}:` &&
    url.host === APP_HOST &&
    url.username === "" &&
    url.password === ""
  );
}

function parsed(candidate: string): URL | undefined {
  try {
    return new URL(candidate);
  } catch {
    return undefined;
  }
}
