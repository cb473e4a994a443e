/** A view as a short text: a link that opens it again, here or in another cache. */
import * as v from "valibot";
import { LONGEST_LINK } from "../../../shared/contract/view-address.ts";
import { fitView, viewSchema, type LinkedView } from "./linked-view.ts";

/** 2: with the 3D view. What 1 holds is read as well. */
const VERSION = 2;

export interface WrittenLink {
  readonly link: string;
  /** What of the view is in it. */
  readonly view: LinkedView;
}

/** @param base all before the view: `throughline:/`, or the page's own address and `#`. Undefined: it would be too long. */
export function writeLink(view: LinkedView, base: string): WrittenLink | undefined {
  const link = (of: LinkedView): string => `${base}/view/${VERSION}.${encoded(JSON.stringify(of))}`;
  const fitting = fitView(view, (of) => link(of).length <= LONGEST_LINK);
  return fitting === undefined ? undefined : { link: link(fitting), view: fitting };
}

/** `newer`: a later version made it; `unreadable`: it is no link to a view, or damaged. */
export type ReadLink =
  | { readonly is: "view"; readonly view: LinkedView }
  | { readonly is: "newer" | "unreadable" };

/** @param link of either shell, or its end alone */
export function readLink(link: string): ReadLink {
  if (link.length > LONGEST_LINK) return { is: "unreadable" };
  const found = /(?:^|\/)view\/(\d{1,6})\.([A-Za-z0-9_-]+)$/.exec(link.trim());
  if (found === null) return { is: "unreadable" };
  const [, version = "", payload = ""] = found;
  if (Number(version) > VERSION) return { is: "newer" };
  const parsed = v.safeParse(viewSchema, decoded(payload));
  return parsed.success ? { is: "view", view: parsed.output } : { is: "unreadable" };
}

/** Base64 for addresses (RFC 4648, section 5), without its padding. */
function encoded(json: string): string {
  const bytes = Array.from(new TextEncoder().encode(json), (byte) => String.fromCharCode(byte));
  return btoa(bytes.join("")).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** Undefined where it is no JSON. */
function decoded(payload: string): unknown {
  try {
    const bytes = atob(payload.replaceAll("-", "+").replaceAll("_", "/"));
    const utf8 = new TextDecoder("utf-8", { fatal: true });
    return JSON.parse(utf8.decode(Uint8Array.from(bytes, (character) => character.charCodeAt(0))));
  } catch {
    // A character or two is gone, or never was there: whichever, it is no link.
    return undefined;
  }
}
