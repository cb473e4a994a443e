/** A plant of a few hundred records in which every rule can be seen. */
import { startPlant, type RunningPlant } from "../../../electron/demo/plant/start-plant.ts";
import { createPlantUnderTest, type PlantUnderTest } from "./plant-under-test.ts";

export async function startSmallPlant(): Promise<RunningPlant> {
  const running = await startPlant({
    clock: () => 1_767_225_600_000_000,
    units: 0,
    bulk: { events: 150 },
    snapshot: { rows: 200 },
  });
  const { plant } = running;
  const [scope, part] = ["product:10-4000", { name: "10-4000", strength: "stated" } as const];
  const model = plant.files.add("model.step", Buffer.from("ISO-10303-21;\n".repeat(40)));
  plant.put("plm", scope, "part/10-4000", {
    record: "part",
    part,
    files: [{ role: "model", name: model.name, sha256: model.sha256, bytes: model.bytes.length }],
  });
  for (let i = 1; i <= 30; i += 1) {
    const key = `release/${i}`;
    plant.put("plm", scope, `event/${key}`, {
      record: "event",
      key,
      kind: "design",
      type: "release",
      title: `Release ${i}`,
      part,
      payload: "",
    });
    plant.put("erp", scope, `note/${i}`, { record: "note", key: `${i}`, part, text: `Note ${i}` });
    plant.put("qms", "site", `note/${i}`, { record: "note", key: `${i}`, text: `Gauge ${i}` });
  }
  // A correction that leaves the span in which it was handed on.
  for (const [title, startedAt] of [
    ["Shipped", Number.MAX_SAFE_INTEGER],
    ["Moved to an earlier day", 0],
  ] as const)
    plant.put("mes", "product:B1", "event/moved", {
      record: "event",
      key: "moved",
      kind: "logistics",
      type: "shipment",
      title,
      startedAt,
      payload: "",
    });
  plant.put("qms", "site", "note/7", { record: "note", key: "7", text: "Gauge 7, back from calibration" });
  plant.remove("qms", "site", "note/9");
  plant.remove("erp", scope, "note/9");
  return running;
}

export function underTest({ plant, token }: RunningPlant, url: string): PlantUnderTest {
  return createPlantUnderTest({
    url,
    token,
    mayWrite: true,
    maximumChanges: 100_000,
    hooks: {
      changeEpoch: (system) => void plant.changeEpoch(system),
    },
  });
}
