/** The calling side: turns methods into messages, answers into promises. */
import { Failure, failureFrom, FAILURE_KINDS, type FailureData } from "./failure.ts";
import type { CallOptions, Client, Contract } from "./service.ts";
import type { Transport } from "./transport.ts";

interface Pending {
  readonly method: string;
  readonly resolve: (value: unknown) => void;
  readonly reject: (failure: Failure) => void;
  readonly onEvent: ((event: unknown) => void) | undefined;
  readonly forget: () => void;
}

/** A typed client of `contract` over `transport`. Pending calls fail with `offline` when it closes. */
export function createClient<C extends Contract>(contract: C, transport: Transport): Client<C> {
  const pending = new Map<number, Pending>();
  let nextId = 1;
  let closed = false;

  const settle = (id: number): Pending | undefined => {
    const entry = pending.get(id);
    pending.delete(id);
    entry?.forget();
    return entry;
  };

  transport.onMessage((message) => {
    const answer = asAnswer(message);
    if (answer === undefined) return;
    if (answer.type === "event") pending.get(answer.id)?.onEvent?.(answer.value);
    else if (answer.type === "result") settle(answer.id)?.resolve(answer.value);
    else if (answer.type === "end") settle(answer.id)?.resolve(undefined);
    else settle(answer.id)?.reject(failureFrom(asFailureData(answer.error)));
  });
  transport.onClose(() => {
    closed = true;
    // Deleting while iterating is what a Map's iterator allows.
    for (const id of pending.keys()) {
      const entry = settle(id);
      entry?.reject(new Failure("offline", "the connection to the host has ended", entry.method));
    }
  });

  const start = (
    verb: "call" | "listen",
    method: string,
    input: unknown,
    onEvent: ((event: unknown) => void) | undefined,
    options: CallOptions | undefined,
  ): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const signal = options?.signal;
      if (signal?.aborted === true) return reject(new Failure("cancelled", "cancelled", method));
      if (closed) return reject(new Failure("offline", "the connection to the host has ended", method));
      const id = nextId++;
      const abort = (): void => {
        transport.send({ type: "cancel", id });
        settle(id)?.reject(new Failure("cancelled", "cancelled", method));
      };
      const forget = (): void => signal?.removeEventListener("abort", abort);
      pending.set(id, { method, resolve, reject, onEvent, forget });
      signal?.addEventListener("abort", abort, { once: true });
      transport.send({ type: verb, id, method, input });
    });

  const client: Record<string, Record<string, unknown>> = {};
  for (const [service, methods] of Object.entries(contract)) {
    const table: Record<string, unknown> = {};
    for (const [name, { verb }] of Object.entries(methods)) {
      const method = `${service}.${name}`;
      table[name] =
        verb === "call"
          ? (input: unknown, options?: CallOptions) => start("call", method, input, undefined, options)
          : (input: unknown, onEvent: (event: unknown) => void, options?: CallOptions) =>
              start("listen", method, input, onEvent, options);
    }
    client[service] = table;
  }
  return client as Client<C>;
}

type Answer =
  | { type: "result"; id: number; value: unknown }
  | { type: "event"; id: number; value: unknown }
  | { type: "end"; id: number }
  | { type: "error"; id: number; error: unknown };

function asAnswer(message: unknown): Answer | undefined {
  if (typeof message !== "object" || message === null) return undefined;
  const { type, id } = message as { type?: unknown; id?: unknown };
  if (typeof id !== "number") return undefined;
  return type === "result" || type === "event" || type === "end" || type === "error"
    ? (message as Answer)
    : undefined;
}

function asFailureData(value: unknown): FailureData {
  const data = (typeof value === "object" && value !== null ? value : {}) as Partial<FailureData>;
  const kind = FAILURE_KINDS.find((known) => known === data.kind) ?? "bug";
  const message = typeof data.message === "string" ? data.message : "unreadable error";
  return typeof data.method === "string" ? { kind, message, method: data.method } : { kind, message };
}
