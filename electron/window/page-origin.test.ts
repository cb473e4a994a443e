import { expect, test } from "vitest";
import { isOwnOrigin, PAGE_URL } from "./page-origin.ts";

test.each([PAGE_URL, "app://throughline/", "app://throughline", "app://throughline/blob/0?x#y"])(
  "%s is ours",
  (url) => expect(isOwnOrigin(url)).toBe(true),
);

test.each([
  "app://throughline.evil/index.html",
  "app://throughline.evil.example/",
  "app://evil.throughline/",
  "app://throughlinex/",
  "app://through/line",
  "app://throughline:80/",
  "app://throughline@evil/",
  "app://user@throughline/",
  "app://user:word@throughline/",
  "app:throughline/index.html",
  "app:/throughline/index.html",
  "app:///throughline/index.html",
  "app://",
  "apps://throughline/",
  "xapp://throughline/",
  "https://app//throughline",
  "https://app://throughline/",
  "https://throughline/",
  "https://evil.example/app://throughline/",
  "https://evil.example/?app://throughline/index.html",
  "file:///app://throughline/index.html",
  "file://throughline/index.html",
  "javascript:app://throughline/",
  "data:text/html,app://throughline/",
  "blob:app://throughline/0f",
  "about:blank",
  "about:srcdoc",
  "null",
  "",
  "\u0000app://throughline\u0000.evil/",
  "app://throughline\\.evil/",
  "app://throughline%2eevil/",
])("%j is not ours", (url) => expect(isOwnOrigin(url)).toBe(false));
