/** A document of docs/ (CommonMark with tables) as the manual shows it. */
import { marked, type MarkedToken, type Token, type Tokens } from "marked";
import {
  anchorOf,
  textOf,
  type ManualDocument,
  type ManualNode,
  type ManualPlace,
  type ManualSection,
  type ManualTag,
} from "../../shared/manual/manual.ts";

/**
 * @param id its file name without the ending
 * @param known ids of all documents of the manual: links to others are shown as their words
 * @throws Error naming the document and the piece that the manual has no form for
 */
export function readDocument(id: string, text: string, known: ReadonlySet<string>): ManualDocument {
  const tokens = marked.lexer(text) as MarkedToken[];
  const title = tokens.find(
    (token): token is Tokens.Heading => token.type === "heading" && token.depth === 1,
  );
  if (title === undefined) throw new Error(`docs/${id}.md has no title`);
  const place = { id, known };
  const sections: ManualSection[] = [];
  let [name, body]: [string, ManualNode[]] = [title.text, []];
  const end = (): void => {
    const heading = plain(name);
    if (body.length > 0)
      sections.push({ id: anchorOf(heading), title: heading, body, words: `${heading} ${textOf(body)}` });
  };
  for (const token of tokens) {
    if (token === title) continue;
    if (token.type === "heading" && token.depth <= 2) {
      end();
      [name, body] = [token.text, []];
    } else body.push(...nodesOf([token], place));
  }
  end();
  return { id, title: plain(title.text), sections };
}

interface Place {
  readonly id: string;
  readonly known: ReadonlySet<string>;
}

/** A heading's words without their marks. */
const plain = (heading: string): string => heading.replace(/[`*_]/g, "").trim();

function nodesOf(tokens: readonly Token[], place: Place): ManualNode[] {
  const within = (token: { readonly tokens?: Token[] | undefined }): ManualNode[] =>
    nodesOf(token.tokens ?? [], place);
  const element = (tag: ManualTag, children: readonly ManualNode[]): ManualNode => ({ tag, children });
  return (tokens as readonly MarkedToken[]).flatMap((token): ManualNode[] => {
    switch (token.type) {
      case "space":
      case "def":
        return [];
      case "text":
        return token.tokens === undefined ? [token.text] : within(token);
      case "escape":
        return [token.text];
      case "paragraph":
        return [element("p", within(token))];
      case "heading":
        return [element("h4", within(token))];
      case "blockquote":
        return [element("blockquote", within(token))];
      case "strong":
      case "em":
        return [element(token.type, within(token))];
      case "codespan":
        return [element("code", [token.text])];
      case "code":
        return [element("pre", [element("code", [token.text])])];
      case "br":
        return [element("br", [])];
      case "link": {
        const to = placeOf(token.href, place);
        const children = within(token);
        return to === undefined ? children : [{ to, children }];
      }
      case "list": {
        const { ordered, items } = token;
        return [
          element(
            ordered ? "ol" : "ul",
            items.map((item) => element("li", within(item))),
          ),
        ];
      }
      case "table": {
        const { header, rows } = token;
        const row = (tag: "th" | "td", cells: readonly Tokens.TableCell[]): ManualNode =>
          element(
            "tr",
            cells.map((cell) => element(tag, within(cell))),
          );
        return [
          element("table", [
            element("thead", [row("th", header)]),
            element(
              "tbody",
              rows.map((cells) => row("td", cells)),
            ),
          ]),
        ];
      }
      default:
        throw new Error(
          `docs/${place.id}.md: the manual has no form for ${token.type}: ${token.raw.slice(0, 80)}`,
        );
    }
  });
}

function placeOf(href: string, { id, known }: Place): ManualPlace | undefined {
  const found = /^(?:([\w-]+)\.md)?(?:#(.+))?$/.exec(href);
  const document = found?.[1] ?? id;
  if (found === null || !known.has(document)) return undefined;
  return found[2] === undefined ? { document } : { document, section: found[2] };
}
