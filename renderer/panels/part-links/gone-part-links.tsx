/** Links of CAD products that the newest model holds no more: what is like them, and the ways out. */
import type { ReactNode } from "react";
import type { GonePartLink } from "../../../shared/contract/part-links.ts";
import { message } from "../../messages/catalogue.ts";
import { changePartLinks, partLinks } from "../../state/part-links.ts";
import { asFailure, useQuery } from "../../state/query.ts";
import { useState } from "react";
import { useIndexedModel } from "../scene/scene-in-use.ts";

/** Lines; the rest is counted. */
const SHOWN = 8;

export function GonePartLinks({ canChange }: { readonly canChange: boolean }): ReactNode {
  const product = useIndexedModel()?.summary.partNumber;
  const { data = [], failure } = useQuery("part-links:gone", (host, options) =>
    host.partLinks.gone({}, options),
  );
  const [problem, setProblem] = useState<string>();
  const own = data.filter((gone) => gone.product === product);
  const said = problem ?? failure?.message;
  const keep = (work: Promise<void>): void => {
    work.then(
      () => setProblem(undefined),
      (thrown: unknown) => setProblem(asFailure(thrown).message),
    );
  };
  return (
    <>
      {said === undefined ? undefined : (
        <p className="feature-failure fail" role="alert">
          {message("part-link.gone-failed", { reason: said })}
        </p>
      )}
      {own.length === 0 ? undefined : (
        <ul className="feature-gone" aria-label={message("part-link.gone-name")}>
          {own.slice(0, SHOWN).map((gone) => (
            <GoneLine key={gone.link.linkId} gone={gone} canChange={canChange} keep={keep} />
          ))}
          {own.length > SHOWN ? (
            <li className="muted">{message("part-link.gone-more", { count: own.length - SHOWN })}</li>
          ) : undefined}
        </ul>
      )}
    </>
  );
}

interface GoneLineProps {
  readonly gone: GonePartLink;
  readonly canChange: boolean;
  readonly keep: (work: Promise<void>) => void;
}

function GoneLine({ gone, canChange, keep }: GoneLineProps): ReactNode {
  const { link, product, found, fileName } = gone;
  const { number, partNumber: part } = link;
  const what = { number, part, file: fileName };
  return (
    <li>
      <span className="second">
        {found === undefined
          ? message("part-link.gone", what)
          : message(`part-link.gone-like-${found.by}`, { ...what, other: found.number })}
      </span>
      {canChange ? (
        <span className="feature-gone-ways">
          {found === undefined ? undefined : (
            <button type="button" className="button" onClick={() => keep(takeOver(gone))}>
              {message("part-link.gone-take", { other: found.number, part })}
            </button>
          )}
          {/* Where the root has another id the link still counts for the older one. */}
          {product !== link.product ? undefined : (
            <button
              type="button"
              className="button quiet"
              onClick={() =>
                keep(changePartLinks(message("part-link.removed", { number, part }), [link], []))
              }
            >
              {message("part-link.gone-drop")}
            </button>
          )}
        </span>
      ) : undefined}
    </li>
  );
}

/** In the place of the product that is gone, and of what was said of the other one before. */
async function takeOver({ link, product, found }: GonePartLink): Promise<void> {
  if (found === undefined) return;
  const { partNumber, name } = link;
  const { number } = found;
  const before = partLinks
    .getState()
    .links.filter((other) => other.product === product && other.number === number);
  await changePartLinks(message("part-link.linked", { number, part: partNumber }), before, [
    {
      linkId: crypto.randomUUID(),
      product,
      number,
      name: found.name === "" ? name : found.name,
      partNumber,
      finder: "person",
      carriedFrom: link.carriedFrom ?? link.linkId,
    },
  ]);
}
