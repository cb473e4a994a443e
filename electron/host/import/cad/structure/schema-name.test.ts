import { expect, test } from "vitest";
import { schemaName } from "./schema-name.ts";

test.each([
  ["AUTOMOTIVE_DESIGN { 1 0 10303 214 3 1 1 }", "AP214"],
  ["AUTOMOTIVE_DESIGN_CC2", "AP214"],
  ["CONFIG_CONTROL_DESIGN", "AP203"],
  ["AP203_CONFIGURATION_CONTROLLED_3D_DESIGN_OF_MECHANICAL_PARTS_AND_ASSEMBLIES_MIM_LF", "AP203"],
  ["AP242_MANAGED_MODEL_BASED_3D_ENGINEERING_MIM_LF {1 0 10303 442 1 1 4 }", "AP242"],
  ["STRUCTURAL_ANALYSIS_DESIGN", "AP209"],
  ["IFC2X3", "IFC2X3"],
  ["SOMETHING { 1 0 10303 238 1 }", "AP238"],
  ["SOMETHING { 1 0 10303 442 1 }", "AP242"],
  ["OWN_SCHEMA", "OWN_SCHEMA"],
  ["", "unknown"],
])("%s is %s", (schema, name) => {
  expect(schemaName([schema])).toBe(name);
});

test("no schema at all", () => {
  expect(schemaName([])).toBe("unknown");
});
