import "./measurements.css";
import { useState, type ReactNode } from "react";
import type { CharacteristicKey } from "../../../shared/contract/colouring.ts";
import { message } from "../../messages/catalogue.ts";
import { NothingPasses } from "../../components/nothing-passes.tsx";
import { Empty, Problem, Region, Skeleton } from "../../components/region.tsx";
import { useFaceLinks } from "../../state/face-links.ts";
import { asked, onlyKey, useOnly } from "../../state/filters.ts";
import { useQuery } from "../../state/query.ts";
import { selection, subjectKey, subjectPart, useSelection } from "../../state/selection.ts";
import { BlockTable } from "./block-table.tsx";
import { DEFAULT_CHOICE, type GridChoice } from "./grid.ts";

/** What was measured on the subject: one table per laboratory, for they do not share characteristics. */
export function MeasurementsPanel(): ReactNode {
  const subject = useSelection((state) => subjectKey(state.subject()));
  const partNumber = useSelection((state) => state.partNumber);
  const window = useSelection((state) => state.window);
  const only = useOnly();
  const part = useSelection(subjectPart);
  /** The table that a person chose, and the feature that the screen was about then. */
  const [choiceOf, setChoiceOf] = useState<{ source: string; active: CharacteristicKey | undefined }>();
  const [choice, setChoice] = useState<GridChoice>(DEFAULT_CHOICE);
  const [transposed, setTransposed] = useState(false);
  const query = useQuery(
    subject === "everything"
      ? undefined
      : `measurements:${subject}:${onlyKey(only)}:${window?.from}:${window?.to}`,
    async (host, options) => ({
      subject,
      blocks: await host.measurements.table(
        {
          subject: selection.getState().subject(),
          ...asked(only),
          ...(window === undefined ? {} : { window }),
        },
        options,
      ),
    }),
    { keep: true, delay: window === undefined ? 0 : 80, of: only.length === 0 ? part : undefined },
  );
  const blocks = query.data?.subject === subject ? query.data.blocks : undefined;
  const active = useFaceLinks((state) => state.active);
  // A feature chosen elsewhere brings its table to the front; a person may then look at another.
  const chosen = (block: Block): boolean => blockKey(block) === choiceOf?.source;
  const shown =
    (choiceOf?.active === active ? blocks?.find(chosen) : undefined) ??
    blocks?.find((block) => block.partNumber === active?.partNumber && block.sourceId === active.sourceId) ??
    blocks?.find(chosen) ??
    blocks?.[0];

  const body = (): ReactNode => {
    if (subject === "everything") return <Empty>{message("measurements.nothing")}</Empty>;
    if (query.failure !== undefined && blocks === undefined) {
      return <Problem what={message("measurements.failed")} failure={query.failure} retry={query.retry} />;
    }
    if (blocks === undefined) return <Skeleton rows={12} />;
    if (shown === undefined) {
      if (only.length > 0) return <NothingPasses />;
      const key = window === undefined ? "measurements.none" : "measurements.none-in-span";
      return <Empty>{message(key, { name: partNumber ?? "" })}</Empty>;
    }
    return (
      <BlockTable
        key={blockKey(shown)}
        block={shown}
        choice={choice}
        onChoice={setChoice}
        transposed={transposed}
        onTransposed={setTransposed}
      />
    );
  };
  return (
    <Region name={message("panel.measurements")}>
      {blocks === undefined || blocks.length < 2 ? undefined : (
        <div className="toolrow">
          <div className="segments block-switch" role="group" aria-label={message("measurements.laboratory")}>
            {blocks.map((block) => (
              <button
                key={blockKey(block)}
                type="button"
                className="segment"
                aria-pressed={block === shown}
                title={block.sourceName}
                onClick={() => {
                  setChoiceOf({ source: blockKey(block), active });
                  // Columns differ between laboratories: a sort by one of them means nothing in the other.
                  setChoice((before) => ({ ...before, sort: DEFAULT_CHOICE.sort }));
                }}
              >
                {blockName(block, blocks)}
              </button>
            ))}
          </div>
        </div>
      )}
      {body()}
    </Region>
  );
}

type Block = Parameters<typeof BlockTable>[0]["block"];

const blockKey = (block: Block): string => `${block.partNumber}\n${block.sourceId}`;

/** The laboratory where the source names one, and the part where several are shown. */
function blockName(block: Block, blocks: readonly Block[]): string {
  const laboratory = block.laboratory ?? block.sourceName;
  return blocks.every((other) => other.partNumber === block.partNumber)
    ? laboratory
    : `${block.partNumber} · ${laboratory}`;
}
