/** Links of parts that the shown model holds under no number of theirs: what is like them, and the ways out. */
import type { ReactNode } from "react";
import type { FaceLink, GoneLinks, LinkDraft } from "../../../shared/contract/links.ts";
import { faceKeyOf, findFace } from "../../../shared/links/face-key.ts";
import type { CadModel } from "../../../shared/model/cad.ts";
import { message } from "../../messages/catalogue.ts";
import { featureKey, keyOf, useFaceLinks } from "../../state/face-links.ts";
import { useQuery } from "../../state/query.ts";
import { useShownModel } from "../../state/shown-model.ts";
import { groupsOf, partOf } from "../scene/linked-faces.ts";
import { changeGone } from "./decide.ts";

/** Parts that are listed; the rest is counted. */
const SHOWN = 8;

export interface WaitingPart extends GoneLinks {
  /** Those about which nobody has decided on the part that is like it. */
  readonly open: readonly FaceLink[];
}

/** Of the shown product, what is still to be decided. */
export function waitingParts(
  gone: readonly GoneLinks[],
  shown: readonly string[],
  links: readonly FaceLink[],
): readonly WaitingPart[] {
  const decided = new Set(links.map((link) => featureKey(link)));
  return gone.flatMap((part): WaitingPart[] => {
    if (!shown.includes(part.product) || shown.includes(part.partNumber)) return [];
    const { found } = part;
    const open =
      found === undefined
        ? part.links
        : part.links.filter((link) => !decided.has(featureKey({ ...link, partNumber: found.number })));
    return open.length === 0 ? [] : [{ ...part, open }];
  });
}

/** The decisions on the part that is like it: confirmed where the face is there, or dropped. */
export function draftsFor(
  model: CadModel,
  { found, open }: WaitingPart,
  drops: boolean,
): readonly LinkDraft[] {
  const part = found === undefined ? undefined : partOf(model, found.number);
  if (part === undefined || found === undefined) return [];
  return open.flatMap((link): LinkDraft[] => {
    const group = drops ? undefined : findFace(link.face, groupsOf(part.mesh));
    if (group === undefined && !drops) return [];
    return [
      {
        ...keyOf({ ...link, partNumber: found.number }),
        linkId: crypto.randomUUID(),
        revision: part.revision,
        state: drops ? "rejected" : "confirmed",
        finder: "revision",
        face: group === undefined ? link.face : faceKeyOf(group),
      },
    ];
  });
}

export function GoneLinksNote({
  model,
  canChange,
}: {
  readonly model: CadModel;
  readonly canChange: boolean;
}): ReactNode {
  const shown = useShownModel((state) => state.partNumbers);
  const links = useFaceLinks((state) => state.links);
  const {
    data = [],
    failure,
    retry,
  } = useQuery("links:gone", (host, options) => host.links.gone({}, options));
  const waiting = waitingParts(data, shown, links);
  if (failure !== undefined)
    return (
      <p className="feature-failure fail" role="alert">
        {message("features.gone-failed", { reason: failure.message })}{" "}
        <button type="button" className="link" onClick={retry}>
          {message("features.gone-retry")}
        </button>
      </p>
    );
  if (waiting.length === 0) return undefined;
  return (
    <ul className="feature-gone" aria-label={message("features.gone-name")}>
      {waiting.slice(0, SHOWN).map((part) => (
        <GoneLine key={part.partNumber} part={part} model={model} canChange={canChange} />
      ))}
      {waiting.length > SHOWN ? (
        <li className="muted">{message("features.gone-more", { count: waiting.length - SHOWN })}</li>
      ) : undefined}
    </ul>
  );
}

interface GoneLineProps {
  readonly part: WaitingPart;
  readonly model: CadModel;
  readonly canChange: boolean;
}

function GoneLine({ part, model, canChange }: GoneLineProps): ReactNode {
  const { partNumber, found, open } = part;
  if (found === undefined)
    return (
      <li>
        <span className="second">{message("features.gone", { part: partNumber, count: open.length })}</span>
      </li>
    );
  const drafts = draftsFor(model, part, false);
  return (
    <li>
      <span className="second">
        {message(`features.gone-like-${found.by}`, { part: partNumber, other: found.number })}{" "}
        {drafts.length < open.length ? (
          <span className="warn">
            {message("features.gone-faces", { count: open.length - drafts.length })}
          </span>
        ) : undefined}
      </span>
      {canChange ? (
        <span className="feature-gone-ways">
          {drafts.length > 0 ? (
            <button
              type="button"
              className="button"
              onClick={() => void changeGone(message("features.gone-take", { count: drafts.length }), drafts)}
            >
              {message("features.gone-take", { count: drafts.length })}
            </button>
          ) : undefined}
          <button
            type="button"
            className="button quiet"
            title={message("features.gone-drop-why", { other: found.number })}
            onClick={() => void changeGone(message("features.gone-drop"), draftsFor(model, part, true))}
          >
            {message("features.gone-drop")}
          </button>
        </span>
      ) : undefined}
    </li>
  );
}
