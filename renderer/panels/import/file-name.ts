/** A file's name alone tells files apart where a column is narrow; its folder stands in a line below. Pure. */
export interface FileNameParts {
  /** "" for a file that was handed over alone. */
  readonly folder: string;
  readonly name: string;
}

export function fileNameParts(path: string): FileNameParts {
  const at = path.lastIndexOf("/");
  return { folder: path.slice(0, Math.max(0, at)), name: path.slice(at + 1) };
}
