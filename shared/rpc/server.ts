/** The answering side: checks input against the contract, runs handlers, sends answers as data. */
import { safeParse, type GenericSchema } from "valibot";
import { Failure, failureData } from "./failure.ts";
import type { Contract, HandlerContext, Implementation } from "./service.ts";
import type { Transport } from "./transport.ts";

export interface ServeOptions {
  /** Called with every failure of kind `bug`, whole, so that the log has what the screen has not. */
  readonly onBug?: (method: string, thrown: unknown) => void;
  /** Calls one connection may have under way at once; more are refused with `limit`. */
  readonly maximumPending?: number;
  /**
   * Runs what it is given when it is its turn. For handlers that hold their thread up: what is cancelled before its
   * turn is never begun. Absent: a call begins as it comes.
   */
  readonly inTurn?: (begin: () => void) => void;
}

type AnyHandler = (input: unknown, second: unknown, third?: HandlerContext) => unknown;

/** Serves `implementation` on `transport` until it closes; closing aborts everything under way. */
export function serveContract<C extends Contract>(
  contract: C,
  implementation: Implementation<C>,
  transport: Transport,
  options: ServeOptions = {},
): void {
  const running = new Map<number, AbortController>();
  const maximumPending = options.maximumPending ?? 256;

  transport.onClose(() => {
    for (const controller of running.values()) controller.abort();
    running.clear();
  });
  transport.onMessage((message) => {
    const request = asRequest(message);
    if (request === undefined) return;
    if (request.type === "cancel") {
      running.get(request.id)?.abort();
      return;
    }
    void answer(request.id, request.type, request.method, request.input);
  });

  async function answer(id: number, verb: string, method: string, input: unknown): Promise<void> {
    const controller = new AbortController();
    try {
      if (running.has(id)) throw new Failure("invalid", `id ${id} is in use`);
      if (running.size >= maximumPending) throw new Failure("limit", "too many calls at once");
      const { handler, schema } = find(contract, implementation, verb, method);
      const parsed = safeParse(schema, input);
      if (!parsed.success) throw new Failure("invalid", describe(parsed.issues));
      running.set(id, controller);
      const { inTurn } = options;
      if (inTurn !== undefined) await new Promise<void>(inTurn);
      if (controller.signal.aborted) throw new Failure("cancelled", "cancelled");
      const context = { signal: controller.signal };
      if (verb === "listen") {
        const emit = (value: unknown): void => {
          if (!controller.signal.aborted) transport.send({ type: "event", id, value });
        };
        await handler(parsed.output, emit, context);
        transport.send({ type: "end", id });
      } else {
        transport.send({ type: "result", id, value: await handler(parsed.output, context) });
      }
    } catch (thrown) {
      const cancelled = controller.signal.aborted && !(thrown instanceof Failure);
      const error = failureData(cancelled ? new Failure("cancelled", "cancelled") : thrown, method);
      if (error.kind === "bug") options.onBug?.(method, thrown);
      transport.send({ type: "error", id, error });
    } finally {
      if (running.get(id) === controller) running.delete(id);
    }
  }
}

function find<C extends Contract>(
  contract: C,
  implementation: Implementation<C>,
  verb: string,
  method: string,
): { handler: AnyHandler; schema: GenericSchema } {
  const [service = "", name = ""] = method.split(".");
  // Own properties only: "constructor.toString" must not be a method.
  const methods = Object.hasOwn(contract, service) ? contract[service] : undefined;
  const definition = methods && Object.hasOwn(methods, name) ? methods[name] : undefined;
  if (definition === undefined || definition.verb !== verb || method !== `${service}.${name}`) {
    throw new Failure("invalid", "no such method");
  }
  const handlers = implementation[service] as unknown as Record<string, AnyHandler>;
  const handler = handlers[name];
  if (handler === undefined) throw new Failure("bug", "method without a handler");
  return { handler: handler.bind(handlers), schema: definition.input };
}

function describe(
  issues: readonly { message: string; path?: readonly { key: unknown }[] | undefined }[],
): string {
  const first = issues[0];
  if (first === undefined) return "invalid input";
  const path = (first.path ?? []).map(({ key }) => String(key)).join(".");
  return path === "" ? first.message : `${path}: ${first.message}`;
}

type Request =
  | { type: "call" | "listen"; id: number; method: string; input: unknown }
  | { type: "cancel"; id: number };

function asRequest(message: unknown): Request | undefined {
  if (typeof message !== "object" || message === null) return undefined;
  const { type, id, method } = message as { type?: unknown; id?: unknown; method?: unknown };
  if (typeof id !== "number" || !Number.isSafeInteger(id)) return undefined;
  if (type === "cancel") return { type, id };
  if ((type === "call" || type === "listen") && typeof method === "string") return message as Request;
  return undefined;
}
