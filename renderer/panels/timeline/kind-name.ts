import type { EventKind } from "../../../shared/model/event.ts";
import { message } from "../../messages/catalogue.ts";

/** Name of a lane. */
export function kindName(kind: EventKind): string {
  return message(`timeline.kind.${kind}`);
}
