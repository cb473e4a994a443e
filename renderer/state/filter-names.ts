/** Filters in words: `Machine: VMC-1`. */
import type { FilterDimension } from "../../shared/contract/event-filter.ts";
import { message, messageOr } from "../messages/catalogue.ts";
import { cache } from "./cache.ts";

export const dimensionName = (by: FilterDimension): string => message(`filter.by.${by}`);

export function keyName(by: FilterDimension, key: string): string {
  if (by === "severity")
    return key === "none" ? message("filter.severity-none") : messageOr(`timeline.severity.${key}`, key);
  if (key === "") return message("filter.none");
  if (by === "kind") return messageOr(`timeline.kind.${key}`, key);
  if (by === "source") return cache.getState().sources?.find(({ sourceId }) => sourceId === key)?.name ?? key;
  if (by !== "unit") return key;
  const at = key.lastIndexOf("/");
  return at < 0 ? key : `${key.slice(at + 1)} · ${key.slice(0, at)}`;
}

export const filterName = (by: FilterDimension, key: string): string =>
  message("filter.name", { dimension: dimensionName(by), value: keyName(by, key) });
