/**
 * A host that can be spoken to before its data folder is open: bringing a large cache up to date takes minutes, and
 * a person must see what is waited for. What is asked meanwhile waits.
 */
import { contract, type HostImplementation } from "../../shared/contract/contract.ts";
import type { StartingStep } from "../../shared/contract/starting.ts";
import type { HandlerContext } from "../../shared/rpc/service.ts";
import { createHost, type Host, type HostConfig } from "./host.ts";

export interface StartingHost {
  /** `starting` is answered at once, everything else once the host is ready; as the host itself from then on. */
  readonly implementation: HostImplementation;
  readonly onBug: Host["onBug"];
  /** Undefined as long as it is not ready. */
  readonly host: Host | undefined;
  /** Rejects with a Failure that a person can act on where the data folder can't be opened. */
  readonly ready: Promise<Host>;
  /** Settles as soon as there is something to show: it is ready, or a step to a newer schema began. */
  readonly worthShowing: Promise<void>;
}

/** @param now µs since 1970, UTC */
export function startHost(config: HostConfig, now: () => number): StartingHost {
  let host: Host | undefined;
  let step: StartingStep | undefined;
  const listeners = new Set<(step: StartingStep) => void>();
  const first = Promise.withResolvers<undefined>();
  const ready = createHost({
    ...config,
    onMigrating: (migration) => {
      const began = { ...migration, since: now() };
      step = began;
      for (const tell of listeners) tell(began);
      first.resolve(undefined);
      config.onMigrating?.(migration);
    },
  }).then((started) => {
    host = started;
    return started;
  });
  const worthShowing = Promise.race([first.promise, ready.then(() => undefined)]);
  // Whoever starts it hears of a failure by `ready`.
  worthShowing.catch(() => undefined);
  const waiting = deferred(ready, async (emit, signal) => {
    if (step !== undefined && host === undefined) emit(step);
    listeners.add(emit);
    const gone = Promise.withResolvers<undefined>();
    signal.addEventListener("abort", () => gone.resolve(undefined), { once: true });
    await Promise.race([ready, gone.promise]).finally(() => listeners.delete(emit));
  });
  return {
    get implementation() {
      return host?.implementation ?? waiting;
    },
    onBug: (method, thrown) => {
      if (host !== undefined) host.onBug(method, thrown);
      else config.log?.(`${method}: ${String(thrown)}`);
    },
    get host() {
      return host;
    },
    ready,
    worthShowing,
  };
}

/** One that is ready already. */
export function startedHost(host: Host): StartingHost {
  const { implementation, onBug } = host;
  return { implementation, onBug, host, ready: Promise.resolve(host), worthShowing: Promise.resolve() };
}

type Handler = (input: unknown, second: unknown, third?: HandlerContext) => unknown;

/** Every method of the contract, waiting for the host; `follow` in place of `starting.follow`. */
function deferred(
  ready: Promise<Host>,
  follow: (emit: (step: StartingStep) => void, signal: AbortSignal) => Promise<void>,
): HostImplementation {
  const services = Object.entries(contract).map(([service, methods]) => [
    service,
    Object.fromEntries(
      Object.keys(methods).map((method): [string, Handler] => [
        method,
        async (...input) => {
          const { implementation } = await ready;
          const handlers = implementation[service as keyof HostImplementation] as unknown as Record<
            string,
            Handler
          >;
          return handlers[method]?.(...input);
        },
      ]),
    ),
  ]);
  return {
    ...(Object.fromEntries(services) as HostImplementation),
    starting: { follow: (_input, emit, { signal }) => follow(emit, signal) },
  };
}
