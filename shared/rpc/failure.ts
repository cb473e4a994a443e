/** Errors that cross the contract travel as data with a kind that the screen can act on. */

/**
 * - offline: the other side is not there; try again later
 * - refused: it is there and said no (permission, policy)
 * - invalid: the input was wrong; the message says what
 * - conflict: somebody else changed the same thing
 * - corrupt: stored data or a file is damaged
 * - cancelled: the caller gave up
 * - limit: too large, too many, too slow
 * - bug: ours; the log holds the rest
 */
export const FAILURE_KINDS = [
  "offline",
  "refused",
  "invalid",
  "conflict",
  "corrupt",
  "cancelled",
  "limit",
  "bug",
] as const;
export type FailureKind = (typeof FAILURE_KINDS)[number];

/** A failure as it crosses the wire. */
export interface FailureData {
  readonly kind: FailureKind;
  readonly message: string;
  /** Name of the call it crossed, for example `parts.tree`. */
  readonly method?: string;
}

export class Failure extends Error {
  override readonly name = "Failure";
  readonly kind: FailureKind;
  readonly method: string | undefined;

  constructor(kind: FailureKind, message: string, method?: string) {
    super(message);
    this.kind = kind;
    this.method = method;
  }
}

/**
 * The data of any thrown value. Only a `Failure` keeps its message: what an unexpected error says may
 * hold paths or statements, so it crosses as `bug` with its first line only.
 */
export function failureData(thrown: unknown, method: string): FailureData {
  if (thrown instanceof Failure) return { kind: thrown.kind, message: thrown.message, method };
  if (isNamed(thrown, "AbortError")) return { kind: "cancelled", message: "cancelled", method };
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return { kind: "bug", message: message.split("\n", 1)[0] ?? "", method };
}

export function failureFrom(data: FailureData): Failure {
  return new Failure(data.kind, data.message, data.method);
}

/** Any thrown value as a failure that can be shown; an abort's own error is `cancelled`, which is no fault. */
export function asFailure(thrown: unknown): Failure {
  if (thrown instanceof Failure) return thrown;
  if (isNamed(thrown, "AbortError")) return new Failure("cancelled", "cancelled");
  return new Failure("bug", thrown instanceof Error ? thrown.message : String(thrown));
}

function isNamed(thrown: unknown, name: string): boolean {
  return thrown instanceof Error && thrown.name === name;
}
