/** The active feature: its numbers, the faces it is, and those that it may be. */
import type { ReactNode } from "react";
import type { FaceLink } from "../../../shared/contract/links.ts";
import { findFace } from "../../../shared/links/face-key.ts";
import type { FaceGroup } from "../../../shared/links/face-groups.ts";
import type { CadModel } from "../../../shared/model/cad.ts";
import { message } from "../../messages/catalogue.ts";
import { faceLinks } from "../../state/face-links.ts";
import { formatDate } from "../../state/format-time.ts";
import { faceNumber, faceText, surfaceText } from "../scene/face-text.ts";
import { featureName, FeatureSummary } from "../scene/feature-summary.tsx";
import { groupsOf, partOf } from "../scene/linked-faces.ts";
import type { FeatureRow } from "./candidates.ts";
import { confirmFaces, dropLinks, rejectFace, removeLinks, type Decision } from "./decide.ts";

export interface FeatureDetailProps {
  readonly model: CadModel;
  readonly row: FeatureRow;
  readonly chosen: FaceGroup | undefined;
  readonly canChange: boolean;
}

/** Proposals in the list; the rest is found by a click in the view. */
const SHOWN = 24;

export function FeatureDetail({ model, row, chosen, canChange }: FeatureDetailProps): ReactNode {
  const { feature, linked, proposals } = row;
  const part = partOf(model, feature.partNumber);
  const groups = part === undefined ? [] : groupsOf(part.mesh);
  const name = feature.feature ?? feature.characteristic;
  const textOf = (group: FaceGroup): string => {
    const face = part?.mesh.faces[group.faces[0] ?? -1];
    if (part === undefined || face === undefined) return "";
    // The number first: where there is no room, the size is what is cut.
    return `${faceNumber(group.faces[0] ?? 0)} · ${faceText(part.mesh, face)}`;
  };
  const isByHand =
    chosen !== undefined &&
    linked?.groups.includes(chosen) !== true &&
    !proposals.some(({ group }) => group === chosen);
  const proposed: readonly { readonly group: FaceGroup; readonly finder: Decision["finder"] }[] = [
    ...(isByHand ? [{ group: chosen, finder: "hand" as const }] : []),
    ...proposals.slice(0, SHOWN),
  ];
  const remove = (link: FaceLink, words: string): ReactNode =>
    canChange ? (
      <button
        type="button"
        className="button quiet"
        title={words}
        aria-label={words}
        onClick={() => void removeLinks(name, [link])}
      >
        ✕
      </button>
    ) : undefined;
  return (
    <div
      className="feature-detail"
      aria-label={message("features.detail", { name: featureName(feature) })}
      role="group"
    >
      <FeatureSummary feature={feature} />
      <ul className="feature-faces">
        {(linked?.confirmed ?? []).map((link) => {
          const group = findFace(link.face, groups);
          return (
            <li key={link.linkId} data-linked={group !== undefined}>
              <span className={`feature-sign ${group === undefined ? "lost" : "linked"}`} aria-hidden="true">
                {group === undefined ? "!" : "●"}
              </span>
              <span className="feature-face">
                <span className="ellipsis">
                  {group === undefined ? message("features.lost-face") : textOf(group)}
                </span>
                <span className="muted ellipsis">
                  {group === undefined ? "" : `${placeText(group)} · `}
                  {message(`features.found-${link.finder}`)}
                  {" · "}
                  {message("features.decided", {
                    who: link.decidedBy ?? message("features.nobody"),
                    when: formatDate(link.decidedAt),
                  })}
                </span>
              </span>
              {remove(link, message("features.remove"))}
            </li>
          );
        })}
        {(linked?.missing ?? []).map((link) => (
          <li key={link.linkId} data-linked={false}>
            <span className="feature-sign lost" aria-hidden="true">
              !
            </span>
            <span className="feature-face">
              <span className="ellipsis">{`${surfaceText(link.face)} · ${pointText(link.face.centre)}`}</span>
              <span className="muted ellipsis">
                {message("features.missing-face", {
                  revision: link.revision === "" ? "none" : link.revision,
                })}
              </span>
            </span>
            {canChange ? (
              <button
                type="button"
                className="button quiet"
                title={message("features.drop")}
                aria-label={message("features.drop")}
                onClick={() => void dropLinks(model, name, linked?.missing ?? [])}
              >
                ✕
              </button>
            ) : undefined}
          </li>
        ))}
        {(linked?.groups.length ?? 0) > 0 && !isByHand && chosen === undefined
          ? undefined
          : proposed.map(({ group, finder }) => {
              const decision = { feature, group, finder };
              const isChosen = group === chosen;
              const choose = (): void => faceLinks.setState({ chosenFace: group.faces[0] });
              return (
                <li key={group.faces[0]} className={isChosen ? "selected" : ""} onMouseEnter={choose}>
                  <span className="feature-sign open" aria-hidden="true">
                    ○
                  </span>
                  <span className="feature-face">
                    <span className="ellipsis">{textOf(group)}</span>
                    <span className="muted ellipsis">
                      {message(`features.found-${finder}`)} · {placeText(group)}
                    </span>
                  </span>
                  {canChange ? (
                    <>
                      <button
                        type="button"
                        className="button quiet"
                        aria-label={message("features.confirm", { face: textOf(group) })}
                        title={message("command.confirm-face")}
                        onFocus={choose}
                        onClick={() => void confirmFaces(model, [decision])}
                      >
                        ✓
                      </button>
                      <button
                        type="button"
                        className="button quiet"
                        aria-label={message("features.reject", { face: textOf(group) })}
                        title={message("command.reject-face")}
                        onFocus={choose}
                        onClick={() => void rejectFace(model, decision)}
                      >
                        ✕
                      </button>
                    </>
                  ) : undefined}
                </li>
              );
            })}
        {(linked?.rejected.length ?? 0) === 0 || linked === undefined ? undefined : (
          <li className="muted">
            <span className="feature-face">
              {message("features.rejected", { count: linked.rejected.length })}
            </span>
            {canChange ? (
              <button
                type="button"
                className="button quiet"
                onClick={() => void removeLinks(name, linked.rejected)}
              >
                {message("features.again")}
              </button>
            ) : undefined}
          </li>
        )}
      </ul>
      <p className="muted feature-hint">
        {message(
          proposed.length === 0 && (linked?.groups.length ?? 0) === 0
            ? "features.by-hand"
            : "features.more-by-hand",
        )}
      </p>
    </div>
  );
}

/** Where it is on the part, mm, to tell equal holes apart. */
function placeText({ centre }: FaceGroup): string {
  return pointText(centre);
}

function pointText(point: FaceGroup["centre"]): string {
  return point.map((value) => Number(value.toFixed(1))).join(", ");
}
