/**
 * What a QIF file itself says is out of limits, read by the browser's own XML parser and fifty lines
 * that share nothing with the product: an independent reading to hold the screen against.
 */
import { readFileSync } from "node:fs";
import type { Browser } from "playwright-core";

export interface ReferenceFailure {
  /** 1-based place of the sample in the file. */
  readonly sample: number;
  /** What the report itself gives as the part's number; undefined where it gives none. */
  readonly serial: string | undefined;
  readonly characteristic: string;
}

export async function qifFailures(browser: Browser, path: string): Promise<readonly ReferenceFailure[]> {
  const page = await browser.newPage();
  try {
    return await page.evaluate(
      (xml) => {
        const root = new DOMParser().parseFromString(xml, "application/xml").documentElement;
        const byId = new Map(
          [...root.querySelectorAll("[id]")].map((each) => [each.getAttribute("id"), each]),
        );
        const text = (of: Element | null | undefined, name: string): string | undefined =>
          of?.querySelector(`:scope > ${name}`)?.textContent?.trim() || undefined;
        const nameOf = (actual: Element): string => {
          const item = byId.get(text(actual, "CharacteristicItemId") ?? "");
          const nominal = byId.get(text(item, "CharacteristicNominalId") ?? "");
          const definition = byId.get(text(nominal, "CharacteristicDefinitionId") ?? "");
          return text(item, "Name") ?? text(definition, "Name") ?? "";
        };
        return [...root.querySelectorAll("MeasurementResults")].flatMap((results, index) => {
          const actuals = [...results.querySelectorAll("CharacteristicActuals > *")];
          const numbered = actuals.find((actual) => nameOf(actual) === "Part Number");
          const serial = text(numbered, "Value");
          return actuals
            .filter((actual) => actual.querySelector("CharacteristicStatusEnum")?.textContent === "FAIL")
            .filter((actual) => actual !== numbered)
            .map((actual) => ({ sample: index + 1, serial, characteristic: nameOf(actual) }));
        });
      },
      readFileSync(path, "utf8").replace(/^\uFEFF/, ""),
    );
  } finally {
    await page.close();
  }
}
