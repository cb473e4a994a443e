/** What the lanes stand for: chosen at the timeline's head. */
import { memo, useState, type ReactNode } from "react";
import { Button, Header, Menu, MenuItem, MenuSection, MenuTrigger, Popover } from "react-aria-components";
import { LANE_DIMENSIONS, LANE_SORTS } from "../../../shared/contract/timeline-lanes.ts";
import { message } from "../../messages/catalogue.ts";
import { useSettings } from "../../state/settings.ts";
import { dimensionName } from "./lane-name.ts";
import { changeLayout, laneLayout, showLanesBy, useLaneLayout } from "./lane-layout.ts";
import { addLaneSet, removeLaneSet, showLaneSet } from "./lane-sets.ts";

const NO_SETS = [] as const;

export const LaneMenu = memo(function LaneMenu(): ReactNode {
  const layout = useLaneLayout((state) => state.layout);
  const sets = useSettings((values) => values.laneSets) ?? NO_SETS;
  const { by, within, sort } = layout;
  const [open, setOpen] = useState(false);
  const name = dimensionName(by);
  return (
    <MenuTrigger isOpen={open} onOpenChange={setOpen}>
      <Button
        className="button quiet timeline-menu"
        aria-label={message("timeline.lanes.label", { by: name })}
      >
        {message("timeline.lanes.label", { by: name })} ▾
      </Button>
      <Popover className="popover" placement="top end" offset={4}>
        <Menu className="menu" aria-label={message("timeline.lanes")}>
          <MenuSection
            className="menu-section"
            selectionMode="single"
            disallowEmptySelection
            selectedKeys={[`by ${by}`]}
            onSelectionChange={(keys) => {
              const one = LANE_DIMENSIONS.find((each) => keys !== "all" && keys.has(`by ${each}`));
              if (one !== undefined) showLanesBy(one);
            }}
          >
            <Header className="menu-header">{message("timeline.lanes")}</Header>
            {LANE_DIMENSIONS.map((each) => (
              <Choice key={each} id={`by ${each}`} label={dimensionName(each)} />
            ))}
          </MenuSection>
          <MenuSection
            className="menu-section"
            selectionMode="single"
            disallowEmptySelection
            selectedKeys={[`within ${within}`]}
            onSelectionChange={(keys) => {
              const one = LANE_DIMENSIONS.find((each) => keys !== "all" && keys.has(`within ${each}`));
              if (one !== undefined) changeLayout(message("timeline.lanes.step.within"), { within: one });
            }}
          >
            <Header className="menu-header">{message("timeline.lanes.within")}</Header>
            {LANE_DIMENSIONS.filter((each) => each !== by).map((each) => (
              <Choice key={each} id={`within ${each}`} label={dimensionName(each)} />
            ))}
          </MenuSection>
          {by === "kind" ? undefined : (
            <MenuSection
              className="menu-section"
              selectionMode="single"
              disallowEmptySelection
              selectedKeys={[`sort ${sort}`]}
              onSelectionChange={(keys) => {
                const one = LANE_SORTS.find((each) => keys !== "all" && keys.has(`sort ${each}`));
                if (one !== undefined) changeLayout(message("timeline.lanes.step.sort"), { sort: one });
              }}
            >
              <Header className="menu-header">{message("timeline.lanes.sort")}</Header>
              {LANE_SORTS.map((each) => (
                <Choice key={each} id={`sort ${each}`} label={message(`timeline.lanes.sort.${each}`)} />
              ))}
            </MenuSection>
          )}
          {sets.length === 0 ? undefined : (
            <MenuSection className="menu-section">
              <Header className="menu-header">{message("timeline.sets")}</Header>
              {sets.map((set) => (
                <MenuItem
                  key={set.id}
                  id={`set ${set.id}`}
                  textValue={set.name}
                  className="menu-item"
                  onAction={() => showLaneSet(set)}
                >
                  <span className="menu-tick" />
                  <span className="menu-label">{set.name}</span>
                </MenuItem>
              ))}
            </MenuSection>
          )}
        </Menu>
        <SaveSet close={() => setOpen(false)} />
      </Popover>
    </MenuTrigger>
  );
});

function Choice({ id, label }: { readonly id: string; readonly label: string }): ReactNode {
  return (
    <MenuItem id={id} textValue={label} className="menu-item">
      {({ isSelected }) => (
        <>
          <span className="menu-tick">{isSelected ? "✓" : ""}</span>
          <span className="menu-label">{label}</span>
        </>
      )}
    </MenuItem>
  );
}

/** Keeps the lanes as they are under a name; one that is there already can be forgotten. */
function SaveSet({ close }: { readonly close: () => void }): ReactNode {
  const [name, setName] = useState("");
  const sets = useSettings((values) => values.laneSets) ?? NO_SETS;
  const given = name.trim();
  const known = sets.find((set) => set.name === given);
  return (
    <form
      className="timeline-save"
      onSubmit={(event) => {
        event.preventDefault();
        if (given === "") return;
        addLaneSet(crypto.randomUUID(), given);
        close();
      }}
    >
      <input
        className="field"
        value={name}
        maxLength={120}
        placeholder={message("timeline.sets.name")}
        aria-label={message("timeline.sets.name")}
        list="timeline-sets"
        onChange={(event) => setName(event.currentTarget.value)}
        onKeyDown={(event) => {
          // The menu takes letters for its items.
          if (event.key !== "Escape") event.stopPropagation();
        }}
      />
      <datalist id="timeline-sets">
        {sets.map((set) => (
          <option key={set.id} value={set.name}>
            {set.name}
          </option>
        ))}
      </datalist>
      <button type="submit" className="button quiet" disabled={given === ""}>
        {message(known === undefined ? "timeline.sets.save" : "timeline.sets.replace")}
      </button>
      {known === undefined ? undefined : (
        <button
          type="button"
          className="button quiet"
          onClick={() => {
            removeLaneSet(known);
            close();
          }}
        >
          {message("timeline.sets.remove")}
        </button>
      )}
    </form>
  );
}

/** Lanes whose names contain what is typed. */
export const LaneSearch = memo(function LaneSearch(): ReactNode {
  const by = useLaneLayout(({ layout }) => layout.by);
  const search = useLaneLayout((state) => state.search);
  if (by === "kind") return undefined;
  const label = message(`timeline.lanes.search.${by}`);
  return (
    <input
      type="search"
      className="field timeline-search"
      value={search}
      placeholder={label}
      aria-label={label}
      onChange={(event) => laneLayout.setState({ search: event.currentTarget.value.slice(0, 200) })}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || search === "") return;
        event.stopPropagation();
        laneLayout.setState({ search: "" });
      }}
    />
  );
});
