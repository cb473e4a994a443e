/** Takes the demo's plant off the network and brings it back. */
import type { ReactNode } from "react";
import { currentHost } from "../../host/host.ts";
import { message } from "../../messages/catalogue.ts";
import type { Action } from "../../components/use-action.ts";
import { useDemo } from "../../state/demo.ts";

export function DemoCable({ action }: { readonly action: Action }): ReactNode {
  const plant = useDemo((state) => state.plant);
  const isRunning = plant === "running";
  return (
    <button
      type="button"
      className="button"
      title={plant === "stopped" ? undefined : message("demo.stop-hint")}
      disabled={action.busy || (!isRunning && plant !== "stopped")}
      onClick={() =>
        action.run(() => (isRunning ? currentHost().demo.stopPlant({}) : currentHost().demo.startPlant({})))
      }
    >
      {message(plant === "stopped" ? "command.start-demo" : "command.stop-demo")}
    </button>
  );
}
