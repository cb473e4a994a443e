/** Row ids of machines by their names. */
import type { Connection } from "../../open.ts";

/** Names kept in memory, so that not every event asks for its machine. */
const KEPT_EQUIPMENT = 10_000;

/** Founds an equipment where it is not known. */
export function createEquipment(connection: Connection, onNew: () => void): (name: string) => number {
  const addEquipment = connection.prepare("INSERT OR IGNORE INTO equipment (name) VALUES (?)");
  const findEquipment = connection.prepare("SELECT equipment_id FROM equipment WHERE name = ?").pluck();
  const equipmentIds = new Map<string, number>();
  return (name) => {
    const known = equipmentIds.get(name);
    if (known !== undefined) return known;
    if (addEquipment.run(name).changes > 0) onNew();
    const id = Number(findEquipment.get(name));
    if (equipmentIds.size >= KEPT_EQUIPMENT) equipmentIds.clear();
    equipmentIds.set(name, id);
    return id;
  };
}
