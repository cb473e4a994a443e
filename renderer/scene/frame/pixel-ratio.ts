/** Tells when the window comes to a screen of another density, or is zoomed: its size in CSS pixels may stay. */

/** @returns what ends it */
export function onPixelRatio(canvas: HTMLCanvasElement, changed: () => void): () => void {
  const view = canvas.ownerDocument.defaultView;
  if (view === null) return () => undefined;
  let query: MediaQueryList | undefined;
  // A query says only that its own density is left: each change asks for the next one.
  const watch = (): void => {
    query?.removeEventListener("change", answer);
    query = view.matchMedia(`(resolution: ${view.devicePixelRatio}dppx)`);
    query.addEventListener("change", answer);
  };
  const answer = (): void => {
    watch();
    changed();
  };
  watch();
  return () => query?.removeEventListener("change", answer);
}
