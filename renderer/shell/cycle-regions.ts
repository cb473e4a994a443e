/** F6: from panel to panel. Each panel gets the focus back where it was. */

const lastFocus = new WeakMap<Element, HTMLElement>();

/** Moves the focus to the next (1) or the previous (-1) region on the page. */
export function cycleRegions(step: 1 | -1): void {
  const regions = [...document.querySelectorAll<HTMLElement>("section.region")].filter(
    (region) => region.offsetParent !== null,
  );
  if (regions.length === 0) return;
  const active = document.activeElement;
  const at = regions.findIndex((region) => region.contains(active));
  const from = regions[at];
  if (from !== undefined && active instanceof HTMLElement) lastFocus.set(from, active);
  // From outside of all of them it goes to the first, or backwards to the last.
  const start = at === -1 && step === -1 ? 0 : at;
  const next = regions[(start + step + regions.length) % regions.length];
  if (next === undefined) return;
  const last = lastFocus.get(next);
  const target =
    last?.isConnected === true ? last : (next.querySelector<HTMLElement>("[data-first-focus]") ?? next);
  target.focus();
}
