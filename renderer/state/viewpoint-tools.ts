/**
 * What tools over the model show, as parts of a saved view: each says it as data and takes it back, and
 * checks what it is given, for a view may come from another version.
 */
export interface ViewpointTool {
  /** JSON; undefined where there is nothing to show again. */
  readonly read: () => unknown;
  /** Undefined: nothing. What can't be read is as good as nothing. */
  readonly show: (value: unknown) => void;
}

const tools = new Map<string, ViewpointTool>();

/** Under a name of its own, the same in every version; returns what takes it back. */
export function offerToViewpoint(name: string, tool: ViewpointTool): () => void {
  tools.set(name, tool);
  return () => {
    if (tools.get(name) === tool) tools.delete(name);
  };
}

/** Undefined where no tool shows anything. */
export function toolsNow(): Readonly<Record<string, unknown>> | undefined {
  const shown = [...tools].flatMap(([name, tool]): [string, unknown][] => {
    const value = tool.read();
    return value === undefined ? [] : [[name, value]];
  });
  return shown.length === 0 ? undefined : Object.fromEntries(shown);
}

/** Each tool shows what is its own, or nothing. */
export function showTools(values: Readonly<Record<string, unknown>> | undefined): void {
  for (const [name, tool] of tools) tool.show(values?.[name]);
}
