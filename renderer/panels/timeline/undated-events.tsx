/** Events of a lane that no source dates: counted on a chip, listed on a click. */
import { useState, type ReactNode } from "react";
import { Button, Dialog, DialogTrigger, Popover } from "react-aria-components";
import type { EventKind } from "../../../shared/model/event.ts";
import { message } from "../../messages/catalogue.ts";
import { asked, onlyKey, useOnly } from "../../state/filters.ts";
import { useQuery } from "../../state/query.ts";
import { subjectKey } from "../../state/selection.ts";
import { rememberEvents, selectEvent } from "./event-lookup.ts";
import type { PreparedLane } from "../../timeline/prepare.ts";
import { kindName } from "./kind-name.ts";
import { useSubject } from "./use-controller.ts";

const MOST = 200;

export function UndatedEvents({
  lane: { kind, undated: count },
}: {
  readonly lane: Pick<PreparedLane, "kind" | "undated">;
}): ReactNode {
  const [open, setOpen] = useState(false);
  // Only those of a kind can be listed.
  if (kind === undefined)
    return (
      <span className="timeline-undated muted" title={message("timeline.undated", { count })}>
        {message("timeline.undated", { count })}
      </span>
    );
  return (
    <DialogTrigger isOpen={open} onOpenChange={setOpen}>
      <Button
        className="timeline-chip"
        aria-label={message("timeline.undated.chip", { lane: kindName(kind), count })}
      >
        <span title={message("timeline.undated", { count })}>{message("timeline.undated", { count })}</span>
      </Button>
      <Popover className="popover" placement="top start" offset={4}>
        <Dialog
          className="timeline-list"
          aria-label={message("timeline.undated.title", { lane: kindName(kind), count })}
        >
          <UndatedList kind={kind} close={() => setOpen(false)} />
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

function UndatedList({ kind, close }: { readonly kind: EventKind; readonly close: () => void }): ReactNode {
  const subject = useSubject();
  const only = useOnly();
  const { data, failure } = useQuery(
    `undated:${kind}:${subjectKey(subject)}:${onlyKey(only)}`,
    async (host, options) => {
      const list = await host.events.list(
        { subject, ...asked(only), kinds: [kind], undatedOnly: true, limit: MOST },
        options,
      );
      rememberEvents(list.events);
      return list;
    },
    {
      of:
        subject.kind === "part" && subject.structure === undefined && only.length === 0
          ? subject.partNumber
          : undefined,
    },
  );
  if (failure !== undefined) return <p role="alert">{failure.message}</p>;
  if (data === undefined) return <p className="muted">{message("state.loading")}</p>;
  return (
    <>
      <h3>{message("timeline.undated.title", { lane: kindName(kind), count: data.total })}</h3>
      <ul>
        {data.events.map(({ position, title, serial }) => (
          <li key={position}>
            <button
              type="button"
              className="timeline-list-item"
              onClick={() => {
                void selectEvent(position);
                close();
              }}
            >
              <span className="ellipsis">{title}</span>
              {serial === undefined ? undefined : <span className="mono muted">{serial}</span>}
            </button>
          </li>
        ))}
      </ul>
      {data.total > data.events.length ? (
        <p className="muted">
          {message("timeline.undated.more", { shown: data.events.length, total: data.total })}
        </p>
      ) : undefined}
    </>
  );
}
