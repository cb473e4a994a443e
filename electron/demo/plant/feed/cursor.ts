/**
 * Cursors of the simulated plant. Opaque to readers: base64url of epoch, stream and position with a
 * checksum, so that a cursor that was cut, mixed up or made up is refused and never taken for another place.
 */
import { hash } from "node:crypto";

export interface Place {
  readonly epoch: string;
  /** System and scope that the cursor was given out for. */
  readonly stream: string;
  /** The last position that its holder has. */
  readonly position: number;
}

const CHECKSUM_LENGTH = 16;
const checksum = (text: string): string => hash("sha256", text).slice(0, CHECKSUM_LENGTH);

export function encodeCursor({ epoch, stream, position }: Place): string {
  const text = JSON.stringify([epoch, stream, position]);
  return Buffer.from(checksum(text) + text).toString("base64url");
}

/** undefined for anything that this server did not give out. */
export function decodeCursor(cursor: string): Place | undefined {
  const decoded = Buffer.from(cursor, "base64url").toString();
  const text = decoded.slice(CHECKSUM_LENGTH);
  if (checksum(text) !== decoded.slice(0, CHECKSUM_LENGTH)) return undefined;
  const [epoch, stream, position] = JSON.parse(text) as [string, string, number];
  return { epoch, stream, position };
}
