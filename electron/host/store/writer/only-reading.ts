/** The writer of a folder that another program writes: it answers what reads, and refuses the rest by name. */
import { Failure } from "../../../../shared/rpc/failure.ts";
import type { Implementation } from "../../../../shared/rpc/service.ts";
import type { Connection } from "../open.ts";
import type { writerContract } from "./writer-contract.ts";

/** Methods that change nothing. What is not named here is refused: a new one has to be looked at first. */
const READS: { readonly [S in keyof typeof writerContract]: readonly (keyof (typeof writerContract)[S])[] } =
  {
    imports: ["reports", "known", "mappings"],
    demo: [],
    feeds: ["state", "parked", "files", "segmentsWanted"],
    plants: ["list", "pins"],
    outbox: ["open", "counts"],
    changeRequests: ["list", "get", "watch"],
    opcua: ["endpoints", "signals"],
    claims: ["list"],
    links: ["list", "all"],
    partLinks: ["all", "tried"],
    retention: ["kept", "space"],
    settings: ["get"],
    content: ["watch"],
    control: ["close"],
  };

export const OPEN_ELSEWHERE =
  "This data folder is open in another Throughline, which keeps it up to date. Here everything can be read; to change something, use the other one or close it and start anew.";

/** ms between two looks at whether the other program changed something. */
const LOOK = 1_000;

type Writer = Implementation<typeof writerContract>;

export function onlyReading(writer: Writer): Writer {
  const services = Object.entries(writer).map(([service, methods]) => {
    const reads = READS[service as keyof typeof READS] as readonly string[];
    const allowed = Object.keys(methods).map((name) => [
      name,
      reads.includes(name) ? (methods as Record<string, unknown>)[name] : refuse,
    ]);
    return [service, Object.fromEntries(allowed)];
  });
  return Object.fromEntries(services) as Writer;
}

function refuse(): never {
  throw new Failure("refused", OPEN_ELSEWHERE);
}

/** Tells when another program committed something (PRAGMA data_version). Returns how to stop. */
export function watchOthers(cache: Connection, tell: () => void): () => void {
  const version = (): unknown => cache.pragma("data_version", { simple: true });
  let last = version();
  const timer = setInterval(() => {
    const now = version();
    if (now === last) return;
    last = now;
    tell();
  }, LOOK);
  return () => clearInterval(timer);
}
