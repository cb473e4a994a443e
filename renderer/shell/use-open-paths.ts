/** Paths given on the command line open once the screen is up, later ones as they come. */
import { useEffect, useRef } from "react";
import { desktopBridge } from "../host/bridge.ts";
import { planPaths } from "../panels/import/import-state.ts";
import { useCache } from "../state/cache.ts";

export function useOpenPaths(): void {
  const paths = useCache((state) => state.about?.openPaths);
  const opened = useRef(false);
  useEffect(() => {
    if (paths === undefined || paths.length === 0 || opened.current) return;
    opened.current = true;
    void planPaths(paths);
  }, [paths]);
  useEffect(() => desktopBridge()?.onOpenPaths?.((later) => void planPaths(later)), []);
}
