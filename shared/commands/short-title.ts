/** `Theme: dark` as `Dark`: under a heading that says the rest. */
export function shortTitle(title: string): string {
  const rest = title.replace(/^[^:]+: /, "");
  return rest.charAt(0).toUpperCase() + rest.slice(1);
}
