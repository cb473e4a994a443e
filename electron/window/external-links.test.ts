import { expect, test } from "vitest";
import { EXTERNAL_ORIGINS, isAllowedExternal } from "./external-links.ts";

const ORIGINS = ["https://allowed.example", "https://docs.example:8443"];

test.each(["https://allowed.example", "https://allowed.example/a/b?c#d", "https://docs.example:8443/x"])(
  "%s may be opened",
  (url) => expect(isAllowedExternal(url, ORIGINS)).toBe(true),
);

test.each([
  "http://allowed.example/",
  "https://allowed.example.evil.com/",
  "https://allowed.exampleevil.com/",
  "https://evil.com/https://allowed.example/",
  "https://evil.com/?https://allowed.example",
  "https://evil.com#https://allowed.example",
  "https://allowed.example@evil.com/",
  "https://allowed.example:word@evil.com/",
  "https://someone@allowed.example/",
  "https://allowed.example:444/",
  "https://docs.example/",
  "https://sub.allowed.example/",
  "https://allowed.example./",
  "https://allowed%2eexample.evil.com/",
  "https:\\\\evil.com\\allowed.example",
  "//allowed.example/",
  "allowed.example",
  "file:///etc/passwd",
  "file://allowed.example/share",
  "smb://allowed.example/share",
  "javascript:alert(1)//https://allowed.example",
  "data:text/html,https://allowed.example",
  "ms-msdt:/id",
  "app://throughline/",
  "",
])("%s may not", (url) => expect(isAllowedExternal(url, ORIGINS)).toBe(false));

test("what is listed is an https origin and nothing more", () => {
  for (const origin of EXTERNAL_ORIGINS) {
    expect(new URL(origin).origin).toBe(origin);
    expect(origin.startsWith("https://")).toBe(true);
  }
});
