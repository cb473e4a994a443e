/** What went wrong on the way to a plant server, as failures with a sentence that says what to do. */
import { safeParse } from "valibot";
import { problemSchema } from "../../../../shared/contract/plant/protocol.ts";
import { Failure } from "../../../../shared/rpc/failure.ts";
import { EpochChanged, Lacking, Unavailable, UnknownFile } from "../connector.ts";

/** OpenSSL's and Node's codes of certificates that must not be trusted. */
const CERTIFICATE_PROBLEMS: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: "has expired",
  CERT_NOT_YET_VALID: "is not valid yet",
  ERR_TLS_CERT_ALTNAME_INVALID: "is for another address",
  HOSTNAME_MISMATCH: "is for another address",
  CERT_REVOKED: "was revoked",
  CERT_UNTRUSTED: "is not trusted",
  CERT_REJECTED: "is not trusted",
  CERT_SIGNATURE_FAILURE: "has a wrong signature",
  DEPTH_ZERO_SELF_SIGNED_CERT: "is signed by itself",
  SELF_SIGNED_CERT_IN_CHAIN: "comes from an authority that this computer does not know",
  UNABLE_TO_GET_ISSUER_CERT: "comes from an authority that this computer does not know",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "comes from an authority that this computer does not know",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "comes from an authority that this computer does not know",
  INVALID_CA: "comes from an authority that may not issue any",
};

const NETWORK_PROBLEMS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing answers there",
  ENOTFOUND: "the name is not known in this network",
  EAI_AGAIN: "the name can't be looked up now",
  EHOSTUNREACH: "there is no way there from this network",
  ENETUNREACH: "there is no network",
  ENETDOWN: "there is no network",
  EADDRNOTAVAIL: "there is no network",
  ETIMEDOUT: "it does not answer",
  ECONNRESET: "the connection broke off",
  EPIPE: "the connection broke off",
  ECONNABORTED: "the connection broke off",
  ERR_STREAM_PREMATURE_CLOSE: "the connection broke off",
  HPE_INVALID_CONSTANT: "what answers there does not speak HTTP",
  EPROTO: "what answers there does not speak TLS",
  ERR_SSL_WRONG_VERSION_NUMBER: "what answers there does not speak TLS",
};

/** An error of the connection; one that is not known passes as it is. */
export function networkFailure(thrown: unknown, origin: string): unknown {
  if (thrown instanceof Failure || !(thrown instanceof Error)) return thrown;
  const code = "code" in thrown ? String(thrown.code) : "";
  const certificate = CERTIFICATE_PROBLEMS[code];
  if (certificate !== undefined) {
    const clock =
      code === "CERT_HAS_EXPIRED" || code === "CERT_NOT_YET_VALID"
        ? " If this computer's clock is wrong, set it."
        : "";
    return new Lacking(
      "certificate",
      `The certificate of ${origin} ${certificate}, so nothing was sent. Ask who runs the server, or give the plant's own authority as a PEM file.${clock}`,
    );
  }
  const network =
    NETWORK_PROBLEMS[code] ?? (code.startsWith("HPE_") ? NETWORK_PROBLEMS["ECONNRESET"] : undefined);
  if (network !== undefined) return new Failure("offline", `${origin} can't be reached: ${network}.`);
  if (code.startsWith("Z_") || code.startsWith("ZSTD_"))
    return new Failure("corrupt", `What ${origin} sent came damaged; it is asked again.`);
  return thrown;
}

/**
 * What was thrown, or that it was given up: after an abort streams, sockets and files end with errors of many names
 * (AbortError, a connection reset, a premature close), and none of them is a fault.
 */
export function unlessGivenUp(signal: AbortSignal, thrown: unknown): unknown {
  return signal.aborted ? new Failure("cancelled", "cancelled") : thrown;
}

export interface ErrorAnswer {
  readonly status: number;
  /** `Retry-After`, as sent. */
  readonly retryAfter: string | undefined;
  /** Where it redirects to. */
  readonly location: string | undefined;
  readonly body: string;
}

/** An answer that is no success (status 300 and above) as what the caller should reject with. */
export function answerFailure(origin: string, answer: ErrorAnswer): Error {
  const { status } = answer;
  const problem = problemOf(answer.body);
  if (problem?.code === "epoch-changed") return new EpochChanged(problem.epoch ?? "");
  if (status === 401 || status === 403 || problem?.code === "unauthorised")
    return new Lacking("token", `${origin} does not accept the token. Enter one that is valid.`);
  if (status >= 300 && status < 400) {
    const to = answer.location === undefined ? "another address" : answer.location.slice(0, 200);
    return new Failure("refused", `${origin} sends on to ${to}. Enter that address, if it is the plant's.`);
  }
  const title = problem === undefined ? "" : `: ${problem.title.slice(0, 300).replace(/[.\s]+$/, "")}`;
  if (problem?.code === "unknown-file")
    return new UnknownFile("invalid", `${origin} does not have this file${title}`);
  if (problem?.code === "unknown-system" || problem?.code === "unknown-scope")
    return new Failure("refused", `${origin} no longer offers this${title}. Choose anew what to follow.`);
  if (status >= 500 || status === 429 || status === 408 || problem?.code === "unavailable")
    return new Unavailable(
      `${origin} can't answer now (${status}${title}).`,
      retryMilliseconds(answer.retryAfter),
    );
  if (status === 404 && problem === undefined)
    return new Failure(
      "refused",
      `${origin} is no plant server, or its address has a path that is missing here.`,
    );
  return new Failure("invalid", `${origin} refused the request (${status}${title}).`);
}

function problemOf(body: string): { code: string; title: string; epoch?: string | undefined } | undefined {
  try {
    const parsed = safeParse(problemSchema, JSON.parse(body));
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined;
  }
}

/** Seconds only (RFC 9110, 10.2.3); a date depends on clocks, which decide nothing here. At most ten minutes. */
function retryMilliseconds(text: string | undefined): number | undefined {
  if (text === undefined || !/^\d{1,6}$/.test(text)) return undefined;
  return Math.min(Number(text), 600) * 1_000;
}
