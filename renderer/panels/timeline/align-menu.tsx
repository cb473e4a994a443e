/** At the timeline's head: the operations that the part's units can be aligned at. */
import { memo, type ReactNode } from "react";
import { Button, Header, Menu, MenuItem, MenuSection, MenuTrigger, Popover } from "react-aria-components";
import { useStore } from "zustand";
import { message } from "../../messages/catalogue.ts";
import { useQuery } from "../../state/query.ts";
import { useSelection } from "../../state/selection.ts";
import { alignAt, alignment, endAlignment, useAlignment } from "./alignment.ts";

export const AlignMenu = memo(function AlignMenu(): ReactNode {
  const partNumber = useSelection((state) => state.partNumber);
  const open = useStore(alignment, (state) => state.choosing);
  const asked = useAlignment();
  const label =
    asked === undefined
      ? message("timeline.align")
      : message("timeline.align.at", { operation: asked.operation });
  return (
    <MenuTrigger isOpen={open} onOpenChange={(choosing) => alignment.setState({ choosing })}>
      <Button className={asked === undefined ? "button quiet timeline-menu" : "button timeline-menu aligned"}>
        {label} ▾
      </Button>
      <Popover className="popover" placement="top end" offset={4}>
        {partNumber === undefined ? (
          <p className="timeline-note">{message("timeline.align.no-part")}</p>
        ) : (
          <Operations partNumber={partNumber} />
        )}
      </Popover>
    </MenuTrigger>
  );
});

function Operations({ partNumber }: { readonly partNumber: string }): ReactNode {
  const asked = useAlignment();
  const { data, failure } = useQuery(`operations:${partNumber}`, (host, options) =>
    host.events.operations({ partNumber }, options),
  );
  if (data === undefined)
    return (
      <p className="timeline-note" role="status">
        {failure === undefined ? message("state.loading") : failure.message}
      </p>
    );
  if (data.operations.length === 0)
    return <p className="timeline-note">{message("timeline.align.none", { partNumber })}</p>;
  const title = message("timeline.align.choose", { partNumber });
  return (
    <Menu className="menu timeline-note-list" aria-label={title}>
      {asked === undefined ? undefined : (
        <MenuItem
          id="end"
          className="menu-item"
          textValue={message("timeline.align.end")}
          onAction={endAlignment}
        >
          <span className="menu-tick" />
          <span className="menu-label">{message("timeline.align.end")}</span>
          <span className="menu-key muted">Esc</span>
        </MenuItem>
      )}
      <MenuSection
        className="menu-section"
        selectionMode="single"
        selectedKeys={asked === undefined ? [] : [`at ${asked.operation}`]}
      >
        <Header className="menu-header">{title}</Header>
        {data.operations.map(({ operation, name, units }) => (
          <MenuItem
            key={operation}
            id={`at ${operation}`}
            textValue={`${operation} ${name}`}
            className="menu-item"
            onAction={() => alignAt(partNumber, operation)}
          >
            {({ isSelected }) => (
              <>
                <span className="menu-tick">{isSelected ? "✓" : ""}</span>
                <span className="menu-label">
                  {operation} {name}{" "}
                  <span className="muted">
                    {message("timeline.align.having", { units, looked: data.looked })}
                  </span>
                </span>
              </>
            )}
          </MenuItem>
        ))}
      </MenuSection>
    </Menu>
  );
}
