import { expect, test } from "vitest";
import { isAllowedRequest } from "./requests.ts";

test.each(["app://throughline/index.html", "data:image/png;base64,AA==", "blob:app://throughline/0f-1"])(
  "the page may load %s",
  (url) => expect(isAllowedRequest(url, false)).toBe(true),
);

test.each([
  "https://telemetry.example/",
  "http://127.0.0.1:8080/",
  "ws://127.0.0.1:8080/",
  "file:///etc/passwd",
  "app://throughline.evil/x",
  "blob:https://evil.example/0f",
  "blob:app://throughline.evil/0f",
  "devtools://devtools/bundled/inspector.html",
  "ftp://throughline/",
])("the page may not load %s", (url) => expect(isAllowedRequest(url, false)).toBe(false));

test("developer tools load only where there are some", () => {
  expect(isAllowedRequest("devtools://devtools/bundled/inspector.html", true)).toBe(true);
  expect(isAllowedRequest("https://telemetry.example/", true)).toBe(false);
});
