/** The bytes of the first block of a PEM text (RFC 7468). */
export function derOf(pem: string): Uint8Array<ArrayBuffer> {
  const body = /-----BEGIN [^-]+-----([^-]+)-----END/.exec(pem)?.[1] ?? "";
  return Uint8Array.from(atob(body.replace(/\s+/g, "")), (character) => character.charCodeAt(0));
}
