import "./product.css";
import { useDeferredValue, useMemo, useState, type ReactNode } from "react";
import { message } from "../../messages/catalogue.ts";
import { Empty, Problem, Region, Skeleton } from "../../components/region.tsx";
import { useCache } from "../../state/cache.ts";
import { runCommand } from "../../state/commands.ts";
import { PartTree } from "./part-tree.tsx";
import { partCount } from "./tree-rows.ts";

/** What the product is made of, and where it fails. */
export function ProductPanel(): ReactNode {
  // One of many thousand lines is made between two turns of the window.
  const tree = useDeferredValue(useCache((state) => state.tree));
  const failure = useCache((state) => state.treeFailure);
  const demo = useCache((state) => state.about?.demo);
  const [filter, setFilter] = useState("");
  // Typing goes first; a tree of many thousand lines follows.
  const filtered = useDeferredValue(filter);
  const count = useMemo(() => partCount(tree ?? []), [tree]);
  const body = (): ReactNode => {
    if (tree === undefined) {
      return failure === undefined ? (
        <Skeleton rows={10} />
      ) : (
        <Problem what={message("product.failed")} failure={failure} />
      );
    }
    if (tree.length === 0) {
      return (
        <Empty
          action={
            <div className="notice-actions">
              <button type="button" className="button primary" onClick={() => runCommand("file.open-folder")}>
                {message("action.open-folder")}
              </button>
              <button type="button" className="button" onClick={() => runCommand("source.add")}>
                {message("sources.add")}
              </button>
            </div>
          }
        >
          {message(demo === "loading" ? "state.demo-loading" : "state.open-folder")}
        </Empty>
      );
    }
    return <PartTree nodes={tree} filter={filtered} />;
  };
  return (
    <Region name={message("panel.product")}>
      <div className="toolrow">
        <input
          className="field"
          type="search"
          aria-label={message("product.filter", { count })}
          placeholder={message("product.filter", { count })}
          value={filter}
          onChange={(event) => setFilter(event.target.value)}
        />
      </div>
      {body()}
    </Region>
  );
}
