/** A difference in words, for the list and for the table that is handed out. Pure. */
import type { Difference, FaceSize } from "../../../shared/compare/comparison.ts";
import { csvText } from "../../../shared/text/csv-cell.ts";
import { message } from "../../messages/catalogue.ts";
import { formatValue } from "../../state/format-number.ts";
import { changeOf } from "./compare-colours.ts";

/** mm with what a drawing says. */
const mm = (value: number): string => formatValue(value, value >= 10 ? 2 : 3);
const degrees = (radians: number): number => (radians * 180) / Math.PI;

/** `+`, `−` or `~`: what the colour says, without it. */
export function signOf({ kind }: Difference): string {
  const change = changeOf(kind);
  return change === "added" ? "+" : change === "removed" ? "−" : "~";
}

export function partText({ before, after }: Difference): string {
  const place = after ?? before;
  if (place === undefined) return "";
  return place.name === "" || place.name === place.partNumber
    ? place.partNumber
    : `${place.partNumber} ${place.name}`;
}

export function differenceText(difference: Difference): string {
  const { kind, before, after, quantity, foundBy, faces, change } = difference;
  // A select takes the word for the top of a model, which has no number.
  const parent = (after ?? before)?.parentNumber ?? "none";
  switch (kind) {
    case "added":
      return message("compare.added", { parent, count: quantity?.[1] ?? 0 });
    case "removed":
      return message("compare.removed", { parent, count: quantity?.[0] ?? 0 });
    case "quantity":
      return message("compare.quantity", { parent, before: quantity?.[0] ?? 0, after: quantity?.[1] ?? 0 });
    case "moved":
      return movedText(difference);
    case "renamed": {
      if (foundBy === "number" || foundBy === undefined)
        return before === undefined || before.name === ""
          ? message("compare.named")
          : message("compare.renamed", { was: before.name });
      return message(`compare.found-${foundBy}`, {
        was: before === undefined ? "" : `${before.partNumber} ${before.name}`.trim(),
      });
    }
    case "revision":
      return message("compare.revision", { before: before?.revision ?? "–", after: after?.revision ?? "–" });
    case "face-added": {
      const [face, distance] = [faceText(faces?.[1]), offBy(difference)];
      return distance === undefined
        ? message("compare.face-added", { face })
        : message("compare.face-added-by", { face, distance });
    }
    case "face-removed": {
      const [face, distance] = [faceText(faces?.[0]), offBy(difference)];
      return distance === undefined
        ? message("compare.face-removed", { face })
        : message("compare.face-removed-by", { face, distance });
    }
    case "face-changed": {
      if (change === "size")
        return message("compare.face-size", { before: faceText(faces?.[0]), after: sizeText(faces?.[1]) });
      const face = faceText(faces?.[0]);
      const distance = mm(difference.distance ?? 0);
      if (change === "outline")
        return distance === "0"
          ? message("compare.face-outline", { face })
          : message("compare.face-outline-by", { face, distance });
      if (change === "shape")
        return distance === "0"
          ? message("compare.face-shape-little", { face })
          : message("compare.face-shape", { face, distance });
      return distance === "0"
        ? message("compare.face-place-little", { face })
        : message("compare.face-place", { face, distance });
    }
  }
}

/** How far it is off the other body, where triangles alone are known and it can be read. */
const offBy = ({ distance }: Difference): string | undefined =>
  distance === undefined || mm(distance) === "0" ? undefined : mm(distance);

/** How it went and turned, as far as either can be read; else that it belongs elsewhere now. */
function movedText({ before, after, distance, angle = 0 }: Difference): string {
  const count = after?.nodes.length ?? 1;
  const [from, to] = [before?.parentNumber ?? "none", after?.parentNumber ?? "none"];
  const way = distance === undefined ? undefined : mm(distance);
  const turn = formatValue(degrees(angle), 2);
  const words = [
    from === to ? undefined : message("compare.moved-into", { from, to }),
    way === undefined || way === "0" ? undefined : message("compare.moved", { distance: way }),
    turn === "0" ? undefined : message("compare.turned", { angle: turn }),
  ].filter((word) => word !== undefined);
  if (words.length === 0)
    words.push(
      distance === undefined
        ? message("compare.moved-within", { parent: to })
        : message("compare.moved-little"),
    );
  if (count > 1) words.push(message("compare.times", { count }));
  return words.join(", ");
}

/** `hole Ø 6 mm`. */
function faceText(face: FaceSize | undefined): string {
  if (face === undefined) return "";
  const { kind, inside } = face;
  const name =
    inside !== undefined && (kind === "cylinder" || kind === "cone")
      ? message(`compare.surface.${inside ? "inner" : "outer"}-${kind}`)
      : kind === "unknown"
        ? message("compare.surface.unknown")
        : message(`scene.surface.${kind}`);
  const size = sizeText(face);
  return kind === "plane" || size === "" ? name : `${name} ${size}`;
}

function sizeText(face: FaceSize | undefined): string {
  if (face === undefined) return "";
  const { kind, radius, semiAngle, area, isFitted } = face;
  if (kind === "cone" && semiAngle !== undefined)
    return message("scene.size.cone", { angle: formatValue(Math.abs(degrees(semiAngle)) * 2, 2) });
  if (radius !== undefined && (kind === "cylinder" || kind === "sphere"))
    return message(isFitted === true ? "compare.diameter-fitted" : "compare.diameter", {
      diameter: formatValue(radius * 2, 3),
    });
  return message("compare.area", { area: formatValue(area, area < 100 ? 1 : 0) });
}

const HEADER = [
  "kind",
  "part before",
  "revision before",
  "part after",
  "revision after",
  "name",
  "assembly before",
  "assembly after",
  "quantity before",
  "quantity after",
  "distance mm",
  "angle deg",
  "difference",
] as const;

/** RFC 4180, with the byte order mark that spreadsheets know UTF-8 by. */
export function differencesCsv(differences: readonly Difference[]): string {
  const rows = differences.map((difference) => {
    const { kind, before, after, quantity, distance, angle } = difference;
    return [
      kind,
      before?.partNumber,
      before?.revision,
      after?.partNumber,
      after?.revision,
      (after ?? before)?.name,
      before?.parentNumber,
      after?.parentNumber,
      quantity?.[0],
      quantity?.[1],
      distance,
      angle === undefined ? undefined : degrees(angle),
      differenceText(difference),
    ];
  });
  return `\uFEFF${[HEADER, ...rows].map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
}

function cell(value: string | number | undefined): string {
  if (value === undefined) return "";
  return typeof value === "number" ? String(value) : csvText(value);
}
