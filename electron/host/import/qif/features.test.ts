import { afterAll, expect, test } from "vitest";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readDocument } from "./document.ts";

const folder = mkdtempSync(join(tmpdir(), "throughline-qif-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const document = (unit: string): string => `<?xml version="1.0"?>
<QIFDocument xmlns="http://qifstandards.org/xsd/qif2" versionQIF="2.1.0">
  <FileUnits><PrimaryUnits><LinearUnit><UnitName>${unit}</UnitName></LinearUnit></PrimaryUnits></FileUnits>
  <Features>
    <FeatureDefinitions n="2">
      <CylinderFeatureDefinition id="1"><Diameter>2</Diameter></CylinderFeatureDefinition>
      <PlaneFeatureDefinition id="2"/>
    </FeatureDefinitions>
    <FeatureNominals n="4">
      <CylinderFeatureNominal id="11"><FeatureDefinitionId>1</FeatureDefinitionId>
        <Axis><AxisPoint>1 2 3</AxisPoint><Direction>0 0 -2</Direction></Axis></CylinderFeatureNominal>
      <PlaneFeatureNominal id="12"><FeatureDefinitionId>2</FeatureDefinitionId>
        <Location>4 5 6</Location><Normal>1 0 0</Normal></PlaneFeatureNominal>
      <CylinderFeatureNominal id="13"><FeatureDefinitionId>1</FeatureDefinitionId>
        <Axis><AxisPoint>1 two 3</AxisPoint></Axis></CylinderFeatureNominal>
      <PatternFeatureNominal id="14"><FeatureDefinitionId>9</FeatureDefinitionId></PatternFeatureNominal>
    </FeatureNominals>
    <FeatureItems n="4">
      <CylinderFeatureItem id="21"><FeatureNominalId>11</FeatureNominalId><FeatureName>HOLE1</FeatureName></CylinderFeatureItem>
      <PlaneFeatureItem id="22"><FeatureNominalId>12</FeatureNominalId><FeatureName>TOP</FeatureName></PlaneFeatureItem>
      <CylinderFeatureItem id="23"><FeatureNominalId>13</FeatureNominalId><FeatureName>BAD</FeatureName></CylinderFeatureItem>
      <PatternFeatureItem id="24"><FeatureNominalId>14</FeatureNominalId><FeatureName>PATTERN</FeatureName></PatternFeatureItem>
    </FeatureItems>
  </Features>
</QIFDocument>`;

async function read(unit: string) {
  const path = join(folder, `${unit}.qif`);
  const text = document(unit);
  writeFileSync(path, text);
  const file = { path, name: `${unit}.qif`, folder: "lab", size: text.length, sha256: "a".repeat(64) };
  return readDocument(file, new AbortController().signal);
}

test("features with one place have it in mm, the rest keeps its name alone", async () => {
  const { places, features } = await read("inch");
  expect([...features.values()]).toEqual(["HOLE1", "TOP", "BAD", "PATTERN"]);
  expect(places).toEqual([
    {
      record: "feature",
      name: "HOLE1",
      kind: "cylinder",
      point: [25.4, 50.8, expect.closeTo(76.2, 9) as number],
      direction: [0, 0, -1],
      diameter: 50.8,
    },
    {
      record: "feature",
      name: "TOP",
      kind: "plane",
      point: [101.6, 127, expect.closeTo(152.4, 9) as number],
      direction: [1, 0, 0],
    },
  ]);
});

test("in a unit whose size is not known nothing has a place", async () => {
  expect((await read("cubit")).places).toEqual([]);
});
