import "./details.css";
import type { ReactNode } from "react";
import { message } from "../../messages/catalogue.ts";
import { Empty, Region } from "../../components/region.tsx";
import { runCommand } from "../../state/commands.ts";
import { showStructure } from "../../state/filters.ts";
import { selection, useSelection } from "../../state/selection.ts";
import { useSettings } from "../../state/settings.ts";
import { unitName } from "../../state/unit-name.ts";
import { useSelectedUnit } from "../../state/use-selected-unit.ts";
import { EventDetailsView } from "./event-details.tsx";
import { SeveralParts } from "./several-parts.tsx";
import { PartDetailsView } from "./part-details.tsx";
import { UnitDetailsView } from "./unit-details.tsx";

/** What is known about the selection: an event where one is selected, else the unit, else the part. */
export function DetailsPanel(): ReactNode {
  const partNumber = useSelection((state) => state.partNumber);
  const unitId = useSelection((state) => state.unitId);
  const eventPosition = useSelection((state) => state.eventPosition);
  const scope = useSelection((state) => state.scope);
  const isBrushed = useSelection((state) => state.window !== undefined);
  const zone = useSettings((values) => values.plantTimeZone) ?? "UTC";
  const body = (): ReactNode => {
    if (eventPosition !== undefined) return <EventDetailsView position={eventPosition} zone={zone} />;
    if (scope === "unit" && unitId !== undefined) return <UnitDetailsView unitId={unitId} zone={zone} />;
    if (partNumber !== undefined) return <PartDetailsView partNumber={partNumber} zone={zone} />;
    return <Empty>{message("details.nothing")}</Empty>;
  };
  return (
    <Region name={message("panel.details")}>
      <div className="scroll details">
        {partNumber === undefined && unitId === undefined ? undefined : <ScopeSwitch />}
        {partNumber === undefined || (scope === "unit" && unitId !== undefined) ? undefined : (
          <StructureSwitch />
        )}
        <SeveralParts />
        {body()}
      </div>
      {partNumber === undefined && eventPosition === undefined && !isBrushed ? undefined : (
        <div className="toolrow details-actions">
          <button type="button" className="button" onClick={() => void runCommand("change.new")}>
            {message("details.new-change")}
          </button>
          <button type="button" className="button" onClick={() => void runCommand("change.add-evidence")}>
            {message("details.add-to-change")}
          </button>
        </div>
      )}
    </Region>
  );
}

/** Which history of the part it is: of all that is below it by design, or of what is in its units. */
function StructureSwitch(): ReactNode {
  const structure = useSelection((state) => state.structure);
  return (
    <div className="segments scope" role="group" aria-label={message("details.structure")}>
      {(["designed", "built"] as const).map((each) => (
        <button
          key={each}
          type="button"
          className="segment"
          aria-pressed={structure === each}
          title={message(`filter.as-${each}-hint`)}
          onClick={() => showStructure(each)}
        >
          {message(`filter.as-${each}`)}
        </button>
      ))}
    </div>
  );
}

function ScopeSwitch(): ReactNode {
  const scope = useSelection((state) => state.scope);
  const unit = useSelectedUnit();
  const { setScope } = selection.getState();
  return (
    <div className="segments scope" role="group" aria-label={message("details.scope")}>
      <button
        type="button"
        className="segment"
        aria-pressed={scope === "part"}
        onClick={() => setScope("part")}
      >
        {message("details.all-units")}
      </button>
      <button
        type="button"
        className="segment"
        aria-pressed={scope === "unit"}
        disabled={unit === undefined}
        onClick={() => setScope("unit")}
      >
        {unit === undefined ? message("details.no-unit") : message("details.unit", { name: unitName(unit) })}
      </button>
    </div>
  );
}
