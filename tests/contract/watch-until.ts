/** Watches until an event is as wanted, and no longer. */
import type { CallOptions } from "../../shared/rpc/service.ts";

type Watch<Event> = (
  input: Record<string, never>,
  onEvent: (event: Event) => void,
  options?: CallOptions,
) => Promise<void>;

export async function watchUntil<Event>(
  watch: Watch<Event>,
  isWanted: (event: Event) => boolean,
): Promise<Event> {
  const controller = new AbortController();
  let found: Event | undefined;
  const look = (event: Event): void => {
    if (found !== undefined || !isWanted(event)) return;
    found = event;
    controller.abort();
  };
  await watch({}, look, { signal: controller.signal }).catch((thrown: unknown) => {
    if (found === undefined) throw thrown;
  });
  if (found === undefined) throw new Error("the watch ended before");
  return found;
}
