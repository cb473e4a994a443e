/** Features of a real laboratory's results against the faces of the real model that they were measured on. */
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, test } from "vitest";
import { NO_SHARED_DATA, sharedData } from "../../../tests/shared-data.ts";
import type { ProposedFeature } from "../../../shared/links/proposer.ts";
import { byPosition } from "../../../shared/links/by-position.ts";
import { bySize } from "../../../shared/links/by-size.ts";
import { groupFaces } from "../../../shared/links/face-groups.ts";
import { certainProposal, proposeFaces } from "../../../shared/links/proposer.ts";
import type { ModelRecord } from "../../../shared/model/record.ts";
import { stepImporter } from "./cad/step-importer.ts";
import { readDocument } from "./qif/document.ts";

const FOLDER = sharedData("nist-box-assembly");

describe.skipIf(FOLDER === undefined)(
  FOLDER === undefined ? `the plate (skipped: ${NO_SHARED_DATA})` : "the plate",
  () => {
    const folder = FOLDER ?? "";
    const file = (path: string) => ({
      path: join(folder, path),
      name: basename(path),
      folder: "",
      size: 1,
      sha256: "a".repeat(64),
    });

    test("each of its measured cylinders is one hole of the model, where the results say it is", async () => {
      const signal = new AbortController().signal;
      const path = "qif-incoming/PlateResults_20_samples.QIF";
      const { places } = await readDocument(file(path), signal);
      // Read apart from the importer: name, diameter and axis point of every cylinder.
      const text = readFileSync(join(folder, path), "utf8");
      const diameters = new Map(
        [...text.matchAll(/<CylinderFeatureDefinition id="(\d+)">[^]*?<Diameter>([^<]*)</g)].map(
          ([, id, value]) => [id, Number(value)] as const,
        ),
      );
      const axes = new Map(
        [
          ...text.matchAll(
            /<CylinderFeatureNominal id="(\d+)">\s*<FeatureDefinitionId>(\d+)<[^]*?<AxisPoint>([^<]*)</g,
          ),
        ].map(
          ([, id, definition, point = ""]) =>
            [id, { definition, point: point.split(" ").map(Number) }] as const,
        ),
      );
      const items = [
        ...text.matchAll(
          /<CylinderFeatureItem id="\d+">\s*<FeatureNominalId>(\d+)<\/FeatureNominalId>\s*<FeatureName>([^<]*)</g,
        ),
      ];
      expect(items).toHaveLength(18);

      let mesh: ReturnType<typeof groupFaces> = [];
      for await (const records of stepImporter.read(file("cad/nist_mtc_crada_plate.STEP"), { signal })) {
        const model = records.find((record): record is ModelRecord => record.record === "model");
        const part = model?.model.parts[0]?.mesh;
        if (part !== undefined) mesh = groupFaces(part);
      }
      const cylinders = new Set<unknown>();
      for (const [, nominal, name] of items) {
        const axis = axes.get(nominal);
        const diameter = diameters.get(axis?.definition) ?? NaN;
        const feature: ProposedFeature = {
          characteristic: "DIAMETER",
          feature: name ?? "",
          kind: "diameter",
          nominal: diameter,
          lowerLimit: diameter - 0.254,
          upperLimit: diameter + 0.254,
          uom: "mm",
          faces: undefined,
          place: places
            .filter((place) => place.name === name)
            .map(({ kind, point, direction, diameter: own }) => ({
              kind,
              point,
              direction,
              diameter: own,
            }))[0],
        };
        const found = certainProposal(proposeFaces(feature, mesh, [byPosition, bySize]));
        expect(found?.finder, name).toBe("position");
        const surface = found?.group.surface;
        expect((surface?.radius ?? 0) * 2, name).toBeCloseTo(diameter, 6);
        expect(surface?.origin?.[0], name).toBeCloseTo(axis?.point[0] ?? NaN, 3);
        expect(surface?.origin?.[1], name).toBeCloseTo(axis?.point[1] ?? NaN, 3);
        expect(found?.group.inside, name).toBe(true);
        cylinders.add(found?.group);
      }
      // No two features are one hole.
      expect(cylinders.size).toBe(18);
    });
  },
);
