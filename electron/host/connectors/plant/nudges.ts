/** Server-sent events (WHATWG HTML, 9.2) of nudges: a field per line, a message per blank line. */
import { safeParse } from "valibot";
import { nudgeSchema } from "../../../../shared/contract/plant/protocol.ts";
import { Failure } from "../../../../shared/rpc/failure.ts";
import type { Nudge } from "../connector.ts";
import type { PlantHttp } from "./http.ts";
import { networkFailure, unlessGivenUp } from "./problems.ts";

/** A message is short; what grows beyond is no nudge. */
const MESSAGE_CHARACTERS = 64 * 1024;

/** Hears until the stream ends, then rejects: `offline` where it broke off or was ended. */
export async function listenForNudges(
  http: PlantHttp,
  onNudge: (nudge: Nudge) => void,
  signal: AbortSignal,
): Promise<void> {
  const reply = await http.ask({
    path: "/nudges",
    headers: { Accept: "text/event-stream", "Accept-Encoding": "identity" },
    mayBeSilent: true,
    signal,
  });
  if (!(reply.headers["content-type"] ?? "").startsWith("text/event-stream")) {
    reply.body.destroy();
    throw new Failure("invalid", `${http.origin} has no nudges.`);
  }
  const decoder = new TextDecoder();
  let rest = "";
  try {
    for await (const chunk of reply.body as AsyncIterable<Buffer>) {
      const lines = (rest + decoder.decode(chunk, { stream: true })).split(/\r\n|\n|\r/);
      rest = lines.pop() ?? "";
      if (rest.length > MESSAGE_CHARACTERS) throw new Failure("corrupt", "a nudge without an end");
      for (const line of lines) {
        const nudge = line.startsWith("data:") ? readNudge(line.slice(5)) : undefined;
        if (nudge !== undefined) onNudge(nudge);
      }
    }
  } catch (thrown) {
    throw unlessGivenUp(signal, networkFailure(thrown, http.origin));
  }
  throw new Failure("offline", `${http.origin} ended the connection.`);
}

/** Each nudge is one line of data; what is none is left alone, the next poll finds what it meant. */
function readNudge(text: string): Nudge | undefined {
  try {
    const parsed = safeParse(nudgeSchema, JSON.parse(text));
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined;
  }
}
