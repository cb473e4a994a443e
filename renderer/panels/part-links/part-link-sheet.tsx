/** Which part a CAD product is: those that its number or name speak for first, and every other by search. */
import { useMemo, useState, type ReactNode } from "react";
import { proposeParts } from "../../../shared/links/propose-part.ts";
import type { PartTreeNode } from "../../../shared/contract/parts.ts";
import { message } from "../../messages/catalogue.ts";
import { ActionFailure } from "../../components/action-failure.tsx";
import { Empty } from "../../components/region.tsx";
import { Sheet } from "../../components/sheet.tsx";
import { useCache } from "../../state/cache.ts";
import { partLinks, usePartLinks, type AskedProduct } from "../../state/part-links.ts";
import { asFailure } from "../../state/query.ts";
import { setOverlay } from "../../state/workspace.ts";
import { matchesWords } from "../search/hits.ts";
import { SearchList, type Option, type OptionGroup } from "../search/search-list.tsx";
import { linkPart, linksOf, unlinkPart } from "./decide.ts";

/** Options at once; a word more finds the others. */
const SHOWN = 50;

export function PartLinkSheet(): ReactNode {
  const asked = usePartLinks((state) => state.asked);
  return asked === undefined ? undefined : <Asked asked={asked} />;
}

function Asked({ asked }: { readonly asked: AskedProduct }): ReactNode {
  const tree = useCache((state) => state.tree);
  // Asked anew with every change of them.
  usePartLinks((state) => state.links);
  const [text, setText] = useState("");
  const failure = usePartLinks((state) => state.failure);
  const parts = useMemo(() => eachOnce(tree ?? []), [tree]);
  const proposals = useMemo(() => proposeParts(asked, parts), [asked, parts]);
  const { number, name, product } = asked;
  const now = linksOf(asked).at(-1);
  const keep = (work: Promise<void>): void => {
    work.then(
      () => setOverlay(undefined),
      (thrown: unknown) => partLinks.setState({ failure: asFailure(thrown) }),
    );
  };
  // Numbers hold what no id of an element may.
  const option = ({ partNumber, title }: PartTreeNode, at: number, by: string): Option => ({
    id: `${by}-${at}`,
    title: <span className="mono">{partNumber}</span>,
    ...(title === undefined ? {} : { context: title }),
    run: () => keep(linkPart(asked, partNumber)),
  });
  const fits = (part: PartTreeNode): boolean => matchesWords(`${part.partNumber} ${part.title ?? ""}`, text);
  const proposed = new Set(proposals.map(({ part }) => part));
  const of = (by: "number" | "name"): readonly PartTreeNode[] =>
    proposals.filter((each) => each.by === by && fits(each.part)).map(({ part }) => part);
  const rest = parts.filter((part) => part.partNumber !== number && !proposed.has(part) && fits(part));
  const typed = text.trim();
  const isAbsent = typed !== "" && typed !== number && !parts.some(({ partNumber }) => partNumber === typed);
  const groups: readonly OptionGroup[] = [
    {
      title: message("part-link.group-now"),
      options:
        now === undefined || typed !== ""
          ? []
          : [
              {
                id: "now",
                title: <span className="mono">{now.partNumber}</span>,
                context: message("part-link.remove-context"),
                run: () => keep(unlinkPart(asked)),
              },
            ],
    },
    {
      title: message("part-link.group-number"),
      options: of("number")
        .slice(0, SHOWN)
        .map((part, at) => option(part, at, "number")),
    },
    {
      title: message("part-link.group-name"),
      options: of("name")
        .slice(0, SHOWN)
        .map((part, at) => option(part, at, "name")),
    },
    {
      title: message("part-link.group-parts"),
      options: rest.slice(0, SHOWN).map((part, at) => option(part, at, "part")),
    },
    {
      title: message("part-link.group-absent"),
      options: isAbsent
        ? [
            {
              id: "absent",
              title: <span className="mono">{typed}</span>,
              context: message("part-link.absent"),
              run: () => keep(linkPart(asked, typed)),
            },
          ]
        : [],
    },
  ].filter(({ options }) => options.length > 0);
  return (
    <Sheet name={message("part-link.title")} className="palette">
      <h2 className="sheet-title">{message("part-link.title")}</h2>
      <p className="link-said second">
        {message("part-link.of", { number, name: name === "" || name === number ? "none" : name, product })}
      </p>
      <SearchList
        text={text}
        onText={setText}
        groups={groups}
        placeholder={message("part-link.search")}
        inputClass="palette-input"
      >
        <Empty>{message("part-link.none")}</Empty>
      </SearchList>
      <ActionFailure what={message("part-link.failed")} failure={failure} />
    </Sheet>
  );
}

function eachOnce(tree: readonly PartTreeNode[]): readonly PartTreeNode[] {
  return [...new Map(tree.map((node) => [node.partNumber, node])).values()];
}
