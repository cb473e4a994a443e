/** The filters that hold everywhere, as chips: each goes by a click, Delete, or all of them at once. */
import type { ReactNode } from "react";
import { Button, Label, Tag, TagGroup, TagList } from "react-aria-components";
import { message } from "../messages/catalogue.ts";
import { useCache } from "../state/cache.ts";
import { dimensionName, filterName, keyName } from "../state/filter-names.ts";
import { clearFilters, removeFilter, useOnly } from "../state/filters.ts";

export function FilterBar(): ReactNode {
  const only = useOnly();
  // Sources are called by names that come with them.
  useCache((state) => state.sources);
  if (only.length === 0) return undefined;
  const chips = only.flatMap(({ by, keys }) =>
    keys.map((key) => ({ id: JSON.stringify([by, key]), by, key, text: filterName(by, key) })),
  );
  const remove = (ids: Iterable<unknown>): void => {
    for (const id of ids) {
      const chip = chips.find((each) => each.id === id);
      if (chip !== undefined) removeFilter(chip.by, chip.key);
    }
  };
  return (
    <section className="filter-bar" aria-label={message("filter.region")} title={message("filter.hint")}>
      <TagGroup className="filter-chips" onRemove={remove}>
        <Label className="muted">{message("filter.bar")}</Label>
        <TagList className="filter-list" items={chips}>
          {({ id, by, key, text }) => (
            <Tag key={id} id={id} textValue={text} className="filter-chip">
              <span className="muted">{dimensionName(by)}</span>{" "}
              <span className="ellipsis filter-value">{keyName(by, key)}</span>
              <Button slot="remove" className="filter-remove" aria-label={message("filter.remove")}>
                ×
              </Button>
            </Tag>
          )}
        </TagList>
      </TagGroup>
      <button type="button" className="button quiet" onClick={clearFilters}>
        {message("filter.clear")}
      </button>
    </section>
  );
}
