import { expect, test } from "vitest";
import { plantAddress } from "./address.ts";

test.each([
  ["https://plant.example.com", "https://plant.example.com/"],
  [" https://plant.example.com/api/ ", "https://plant.example.com/api"],
  ["http://127.0.0.1:5300", "http://127.0.0.1:5300/"],
  ["http://[::1]:5300/", "http://[::1]:5300/"],
  ["http://localhost/", "http://localhost/"],
])("%s is taken as %s", (text, href) => {
  expect(plantAddress(text, false).href).toBe(href);
});

test.each([
  ["plant", "invalid"],
  ["ftp://plant", "invalid"],
  ["https://me:secret@plant", "invalid"],
  ["https://plant/?token=1", "invalid"],
  ["http://plant.example.com", "refused"],
  ["http://127.0.0.1.example.com", "refused"],
  ["http://10.0.0.7", "refused"],
])("%s is %s", (text, kind) => {
  expect(() => plantAddress(text, false)).toThrow(expect.objectContaining({ kind }));
});

test("plain HTTP to another machine needs consent", () => {
  expect(plantAddress("http://10.0.0.7:80", true).href).toBe("http://10.0.0.7/");
});
