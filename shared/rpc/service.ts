/**
 * A contract is a table of services, a service a table of methods. Caller and handler infer their
 * types from the same table; the input schema is checked where the message enters the host.
 */
import type { GenericSchema, InferOutput } from "valibot";

export interface CallMethod<Input, Output> {
  readonly verb: "call";
  readonly input: GenericSchema<unknown, Input>;
  /** Only for inference; never set. */
  readonly output?: Output;
}

export interface ListenMethod<Input, Event> {
  readonly verb: "listen";
  readonly input: GenericSchema<unknown, Input>;
  readonly event?: Event;
}

export type Service = Readonly<Record<string, CallMethod<unknown, unknown> | ListenMethod<unknown, unknown>>>;
export type Contract = Readonly<Record<string, Service>>;

/** `call<Output>()(schema)`: two steps because TypeScript infers all type parameters or none. */
export function call<Output>() {
  return <Schema extends GenericSchema>(input: Schema): CallMethod<InferOutput<Schema>, Output> => ({
    verb: "call",
    input: input,
  });
}

export function listen<Event>() {
  return <Schema extends GenericSchema>(input: Schema): ListenMethod<InferOutput<Schema>, Event> => ({
    verb: "listen",
    input: input,
  });
}

export interface CallOptions {
  /** Aborting it sends `cancel`; the promise rejects with a `cancelled` failure at once. */
  readonly signal?: AbortSignal;
}

/** What a caller holds. A listen resolves when the host ends the stream. */
export type Client<C extends Contract> = {
  readonly [S in keyof C]: {
    readonly [M in keyof C[S]]: C[S][M] extends CallMethod<infer Input, infer Output>
      ? (input: Input, options?: CallOptions) => Promise<Output>
      : C[S][M] extends ListenMethod<infer Input, infer Event>
        ? (input: Input, onEvent: (event: Event) => void, options?: CallOptions) => Promise<void>
        : never;
  };
};

export interface HandlerContext {
  /** Aborted by cancel and by the end of the connection. */
  readonly signal: AbortSignal;
}

/** What a host implements. */
export type Implementation<C extends Contract> = {
  readonly [S in keyof C]: ServiceImplementation<C[S]>;
};

export type ServiceImplementation<S extends Service> = {
  readonly [M in keyof S]: S[M] extends CallMethod<infer Input, infer Output>
    ? (input: Input, context: HandlerContext) => Promise<Output> | Output
    : S[M] extends ListenMethod<infer Input, infer Event>
      ? (input: Input, emit: (event: Event) => void, context: HandlerContext) => Promise<void>
      : never;
};
