/** Where a scrolled box stands, for drawing only what it shows. */
import { useEffect, useState, type RefObject } from "react";

export interface ScrollWindow {
  readonly top: number;
  readonly left: number;
  readonly width: number;
  readonly height: number;
}

/** Follows the box at most once per frame. */
export function useScrollWindow(box: RefObject<HTMLElement | null>): ScrollWindow {
  const [place, setPlace] = useState<ScrollWindow>({ top: 0, left: 0, width: 800, height: 600 });
  useEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    let frame = 0;
    const read = (): void => {
      frame = 0;
      const { scrollTop, scrollLeft, clientWidth, clientHeight } = element;
      setPlace({ top: scrollTop, left: scrollLeft, width: clientWidth, height: clientHeight });
    };
    const soon = (): void => {
      if (frame === 0) frame = requestAnimationFrame(read);
    };
    read();
    element.addEventListener("scroll", soon, { passive: true });
    const resize = new ResizeObserver(soon);
    resize.observe(element);
    return () => {
      cancelAnimationFrame(frame);
      element.removeEventListener("scroll", soon);
      resize.disconnect();
    };
  }, [box]);
  return place;
}
