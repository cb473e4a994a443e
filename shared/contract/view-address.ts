/**
 * How a link to a view looks as an address: `throughline://view/2.payload`, the payload in base64url (RFC 4648,
 * section 5). What the payload says is judged by the page that opens it.
 */

/** The scheme that the desktop app answers for. */
export const VIEW_SCHEME = "throughline";

/** Characters of a whole link: what mail programs, chats and command lines still take as one. */
export const LONGEST_LINK = 8_000;

const ADDRESS = /^throughline:\/\/view\/\d{1,6}\.[A-Za-z0-9_-]+$/;

/** True for an address of a view and nothing else: no query, user, port, space, quote or further path. */
export function isViewAddress(candidate: string): boolean {
  return candidate.length <= LONGEST_LINK && ADDRESS.test(candidate);
}

/** True for whatever claims to be of the scheme, so that it is never taken for the path of a file. */
export function hasViewScheme(candidate: string): boolean {
  return /^\s*throughline:/i.test(candidate);
}
