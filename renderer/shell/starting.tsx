/** In place of the workspace while a cache of an older version is brought up to date: nothing can be asked meanwhile. */
import type { ReactNode } from "react";
import { useStore } from "zustand";
import type { StartingStep } from "../../shared/contract/starting.ts";
import { connection } from "../host/host.ts";
import { message } from "../messages/catalogue.ts";
import { formatDuration } from "../state/format-time.ts";
import { useSeconds } from "../state/use-seconds.ts";

export function Starting(): ReactNode {
  const step = useStore(connection, (state) => state.step);
  return step === undefined ? undefined : <Step step={step} />;
}

function Step({ step }: { readonly step: StartingStep }): ReactNode {
  const now = useSeconds();
  const seconds = Math.max(0, Math.floor((now - step.since) / 1_000_000));
  return (
    <div className="starting">
      <section className="starting-card" aria-labelledby="starting-title">
        <h1 id="starting-title">{message("starting.title")}</h1>
        <p role="status">{message("starting.step", { step: step.step, of: step.of })}</p>
        <div
          className="progress"
          role="progressbar"
          aria-labelledby="starting-title"
          aria-valuemin={0}
          aria-valuemax={step.of}
          aria-valuenow={step.step - 1}
        >
          <i style={{ width: `${(100 * (step.step - 0.5)) / step.of}%` }} />
        </div>
        <p className="muted">{message("starting.since", { time: formatDuration(seconds * 1_000_000) })}</p>
        <p>{message("starting.safe")}</p>
      </section>
    </div>
  );
}
