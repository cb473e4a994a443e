/** Why a server could not be reached or would not have us, in a sentence that a person can act on. */
import type { KnownCertificate } from "../../../shared/contract/opcua.ts";
import { Failure } from "../../../shared/rpc/failure.ts";

export type FailedState = "offline" | "refused" | "untrusted";

export class ConnectFailure extends Error {
  override readonly name = "ConnectFailure";
  readonly state: FailedState;
  readonly certificate: KnownCertificate | undefined;

  constructor(state: FailedState, message: string, certificate?: KnownCertificate) {
    super(message);
    this.state = state;
    this.certificate = certificate;
  }
}

const REFUSALS: readonly (readonly [RegExp, string])[] = [
  [
    /BadUserAccessDenied|BadIdentityTokenRejected/,
    "The server does not accept this user: check the name, password or certificate.",
  ],
  [/BadIdentityTokenInvalid/, "The server does not accept this way of logging in."],
  [/BadTooManySessions/, "The server has no session left for us. Close other clients of it, or wait."],
  [
    /BadCertificateTimeInvalid/,
    "The server holds our certificate for expired or not yet valid: compare the clocks of both sides.",
  ],
  [
    /BadSecurityPolicyRejected|BadSecurityModeRejected/,
    "The server does not offer this security policy and mode: choose another one.",
  ],
];

/** OPC 10000-4, 7.39.2: what servers answer that don't trust the client's certificate, where they answer at all. */
const NOT_TRUSTED = /BadSecurityChecksFailed|BadCertificate(Untrusted|Invalid|Revoked|ChainIncomplete)/;

/**
 * Reads the error of a connection attempt. `secured`: our certificate was shown, so a line that is dropped
 * without a word most likely means that it is not trusted (the server is not allowed to say so).
 */
export function connectFailure(thrown: unknown, url: string, secured: boolean): ConnectFailure {
  if (thrown instanceof ConnectFailure) return thrown;
  // Of the store, say: it has its own words.
  if (thrown instanceof Failure) return new ConnectFailure("offline", thrown.message);
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  const refusal = REFUSALS.find(([pattern]) => pattern.test(text));
  if (refusal !== undefined) return new ConnectFailure("refused", refusal[1]);
  const dropped = /disconnected by third party|ECONNRESET|socket hang up|rejected by server|premature/i.test(
    text,
  );
  if (secured && (NOT_TRUSTED.test(text) || dropped)) return new ConnectFailure("refused", NOT_TRUSTED_THERE);
  if (/ENOTFOUND|EAI_AGAIN/.test(text))
    return new ConnectFailure(
      "offline",
      `The name in ${url} is not known here: check its spelling and the network.`,
    );
  if (/\bBad[A-Z]\w+/.test(text) && !/BadTimeout|BadConnection|BadNotConnected|BadRequestTimeout/.test(text))
    return new ConnectFailure(
      "refused",
      `The server answers ${/\bBad\w+/.exec(text)?.[0] ?? "with an error"}.`,
    );
  return new ConnectFailure("offline", `No OPC UA server answers at ${url}.`);
}

export const NOT_TRUSTED_THERE =
  "The server drops the line when we show our certificate: it may not be trusted there. Export our certificate, add it to the server's trusted certificates and try again.";
