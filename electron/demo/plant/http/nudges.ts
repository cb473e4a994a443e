/** Server-sent events (WHATWG HTML, 9.2): wakes readers when a system has something new. */
import type { ServerResponse } from "node:http";
import type { Plant } from "../plant.ts";

export interface Nudges {
  add(response: ServerResponse): void;
  /** A comment, so that both ends notice a dead connection. */
  keepAlive(): void;
  readonly listeners: number;
  /** Breaks every stream. */
  drop(): void;
  close(): void;
}

export function createNudges(plant: Plant): Nudges {
  const open = new Set<ServerResponse>();
  const message = (system: string, head: number): string => `data: ${JSON.stringify({ system, head })}\n\n`;
  const unsubscribe = plant.onCommit(({ id, head }) => {
    for (const response of open) response.write(message(id, head));
  });
  const drop = (): void => {
    for (const response of open) response.destroy();
    open.clear();
  };
  return {
    add(response) {
      response.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-store" });
      // Where everything stands now: what was committed while nobody listened is not missed.
      for (const { id, head } of plant.systems.values()) response.write(message(id, head));
      open.add(response);
      response.on("close", () => open.delete(response));
    },
    keepAlive() {
      for (const response of open) response.write(":\n\n");
    },
    get listeners() {
      return open.size;
    },
    drop,
    close() {
      unsubscribe();
      drop();
    },
  };
}
