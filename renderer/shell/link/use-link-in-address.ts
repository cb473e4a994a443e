/**
 * A link in the page's own address opens once the parts are known, also one that is pasted there later; in the window
 * so does one that the system hands over.
 */
import { useEffect } from "react";
import { desktopBridge } from "../../host/bridge.ts";
import { currentHost } from "../../host/host.ts";
import { useCache } from "../../state/cache.ts";
import { open } from "./links.ts";

export function useLinkInAddress(): void {
  const isThere = useCache((state) => state.tree !== undefined);
  useEffect(() => {
    if (!isThere) return undefined;
    const look = (): void => {
      const { hash, pathname, search } = globalThis.location;
      if (!hash.startsWith("#/view/")) return;
      // What is chosen from here on is not what the link says: a page loaded anew keeps to its own.
      history.replaceState(undefined, "", pathname + search);
      void open(currentHost(), hash.slice(1));
    };
    look();
    addEventListener("hashchange", look);
    return () => removeEventListener("hashchange", look);
  }, [isThere]);
  useEffect(() => {
    // The bridge keeps what comes before.
    if (isThere) desktopBridge()?.onOpenLink?.((link) => void open(currentHost(), link));
  }, [isThere]);
}
