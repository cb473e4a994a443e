import { expect, test } from "vitest";
import { hasViewScheme, isViewAddress, LONGEST_LINK } from "./view-address.ts";

test("an address of a view is one", () => {
  expect(isViewAddress("throughline://view/2.eyJzY29wZSI6InBhcnQifQ")).toBe(true);
});

test.each([
  "",
  "throughline:",
  "throughline://view/",
  "throughline://view/2.",
  "throughline:///view/2.abc",
  "throughline://VIEW/2.abc",
  "THROUGHLINE://view/2.abc",
  "throughline://view/2.abc/",
  "throughline://view/2.abc?x=1",
  "throughline://view/2.abc#x",
  "throughline://view/2.abc\n",
  " throughline://view/2.abc",
  "throughline://user:pass@view/2.abc",
  "throughline://view:80/2.abc",
  "throughline://view/../open/2.abc",
  "throughline://open/2.abc",
  "throughline://view/2.abc%00",
  'throughline://view/2.abc" --data "\\\\evil\\share',
  "throughline://view/2.<script>",
  "throughline://view/1234567.abc",
  "https://example.com/throughline://view/2.abc",
  "app://throughline/index.html#/view/2.abc",
  "file:///etc/passwd",
  "javascript:alert(1)",
  `throughline://view/2.${"A".repeat(LONGEST_LINK)}`,
])("%j is none", (address) => {
  expect(isViewAddress(address)).toBe(false);
});

test("what claims the scheme is no path, in whatever case", () => {
  expect(["throughline:x", "Throughline:/etc/passwd", " throughline://a"].map(hasViewScheme)).toEqual([
    true,
    true,
    true,
  ]);
  expect(["throughline.step", "./throughline:x", "/plant/throughline:1"].map(hasViewScheme)).toEqual([
    false,
    false,
    false,
  ]);
});
