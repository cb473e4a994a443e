/** As a ref: what a person asked for a moment ago has the keyboard as soon as it is there. */
export function focusFirst(element: HTMLElement | null): void {
  element?.focus();
}
