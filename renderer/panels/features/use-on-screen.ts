/** Whether an element is on the screen: a panel behind another tab lives on without being seen. */
import { useEffect, useState, type RefObject } from "react";

export function useOnScreen(element: RefObject<HTMLElement | null>): boolean {
  const [isSeen, setSeen] = useState(false);
  useEffect(() => {
    const watched = element.current;
    if (watched === null) return undefined;
    const observer = new IntersectionObserver((entries) => setSeen(entries.at(-1)?.isIntersecting === true));
    observer.observe(watched);
    return () => observer.disconnect();
  }, [element]);
  return isSeen;
}
