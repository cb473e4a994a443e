/** The state of the timeline once its window stands: words and rows are not made for every frame of a drag. */
import { useEffect, useState } from "react";
import type { TimelineController } from "../../timeline/controller.ts";
import type { TimelineState } from "../../timeline/state.ts";

/** How long a window must stand, ms. */
const REST = 200;

/** What else changes meanwhile is told no later than that: a plant that reports all the time must not silence it. */
export function useRested(controller: TimelineController): TimelineState {
  const [rested, setRested] = useState(controller.state);
  useEffect(() => {
    let { window, subject, answered: told } = controller.state();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const wait = (): void => {
      const now = controller.state();
      // The first answer about a subject: nothing moves yet.
      if (now.answered === now.requested && now.answered !== told) {
        ({ window, subject, answered: told } = now);
        clearTimeout(timer);
        timer = undefined;
        setRested(now);
        return;
      }
      if (timer !== undefined && now.window === window && now.subject === subject) return;
      ({ window, subject } = now);
      clearTimeout(timer);
      timer = setTimeout(() => {
        timer = undefined;
        setRested(controller.state());
      }, REST);
    };
    wait();
    const stop = controller.subscribe(wait);
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [controller]);
  return rested;
}
