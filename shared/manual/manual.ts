/** The manual as the app shows it: documents cut into sections, without any markup that could do something. */

export const MANUAL_TAGS = [
  "p",
  "ul",
  "ol",
  "li",
  "table",
  "thead",
  "tbody",
  "tr",
  "th",
  "td",
  "code",
  "pre",
  "strong",
  "em",
  "h4",
  "blockquote",
  "br",
] as const;
export type ManualTag = (typeof MANUAL_TAGS)[number];

export type ManualNode =
  | string
  | { readonly tag: ManualTag; readonly children: readonly ManualNode[] }
  /** Leads to another place of the manual. */
  | { readonly to: ManualPlace; readonly children: readonly ManualNode[] };

export interface ManualPlace {
  /** File name without its ending: `using`. */
  readonly document: string;
  /** As `anchorOf` makes it of a heading; undefined: the document's beginning. */
  readonly section?: string;
}

export interface ManualSection {
  /** As `anchorOf` makes it of its title, unique within the document. */
  readonly id: string;
  readonly title: string;
  readonly body: readonly ManualNode[];
  /** Its title and all it says, for looking through. */
  readonly words: string;
}

export interface ManualDocument {
  readonly id: string;
  readonly title: string;
  /** The first one is what stands before the first heading. */
  readonly sections: readonly ManualSection[];
}

/** How a heading is called in a link, as code hosts do: lower case, hyphens for spaces, nothing else but letters and digits. */
export const anchorOf = (heading: string): string =>
  heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .replace(/\s/g, "-");

/** Within a line: what they say stands against the next word. */
const INLINE: ReadonlySet<string> = new Set<ManualTag>(["code", "strong", "em"]);

/** All that nodes say, pieces that stand apart with a space between them. */
export const textOf = (nodes: readonly ManualNode[]): string =>
  nodes
    .map((node) => {
      if (typeof node === "string") return node;
      const said = textOf(node.children);
      return "to" in node || INLINE.has(node.tag) ? said : `${said} `;
    })
    .join("");
