/** The addresses of the plant protocol, and who answers them. */
import type { IncomingMessage } from "node:http";
import type { Fault, RequestKind } from "../faults.ts";
import type { Plant } from "../plant.ts";
import { answerChanges, answerIds, answerScopes, answerService, answerSnapshot } from "./read-answers.ts";
import { problem, type Reply } from "./answers.ts";
import { answerFile, answerSegment, takeFile } from "./file-answers.ts";
import { takeSubmission } from "./submission-answers.ts";

export interface Route {
  readonly kind: RequestKind;
  /** `nudges` has none: its answer never ends. */
  answer(request: IncomingMessage, fault: Fault | undefined): Promise<Reply> | Reply;
}

export interface RouteParts {
  readonly plant: Plant;
  /** The plant's clock, µs UTC. */
  readonly time: () => number;
}

const WELL_KNOWN = "/.well-known/throughline-plant";

/** A reply where the address leads nowhere. */
export function routeOf({ plant, time }: RouteParts, method: string, url: URL): Route | Reply {
  const isRead = method === "GET" || method === "HEAD";
  const notAllowed = (allowed: string): Reply =>
    problem(405, "invalid", `This address takes ${allowed}, not ${method}.`, { headers: { Allow: allowed } });
  const reading = (kind: RequestKind, answer: Route["answer"]): Route | Reply =>
    isRead ? { kind, answer } : notAllowed("GET, HEAD");

  if (url.pathname === WELL_KNOWN) return reading("service", () => answerService(plant, time()));
  if (url.pathname === "/nudges")
    return reading("nudges", () => problem(500, "unavailable", "not answered here"));
  const [, area = "", name = "", what = "", path = "", ...rest] = segmentsOf(url);
  if (area === "files" && what === "") {
    if (method === "PUT") return { kind: "upload", answer: (request) => takeFile(plant, name, request) };
    return isRead
      ? { kind: "file", answer: (request) => answerFile(plant, name, request) }
      : notAllowed("GET, HEAD, PUT");
  }
  if (area !== "systems" || rest.length > 0)
    return problem(404, "invalid", `There is no ${url.pathname} here.`);
  const system = plant.systems.get(name);
  if (system === undefined) return problem(404, "unknown-system", `There is no system ${name}.`);
  if (what === "segments" && path !== "")
    return reading("segment", (request) => answerSegment(plant, system, path, request));
  if (path === "")
    switch (what) {
      case "scopes":
        return reading("scopes", () => answerScopes(system));
      case "changes":
        return reading("changes", (_request, fault) => answerChanges(system, url.searchParams, fault));
      case "snapshot":
        return reading("snapshot", () => answerSnapshot(plant, system, url.searchParams));
      case "ids":
        return reading("ids", () => answerIds(system, url.searchParams));
      case "submissions":
        return method === "POST"
          ? { kind: "submission", answer: (request) => takeSubmission(plant, system, request) }
          : notAllowed("POST");
    }
  return problem(404, "invalid", `There is no ${url.pathname} here.`);
}

/** Path segments, decoded; an unreadable one stays as it is and is found nowhere. */
function segmentsOf({ pathname }: URL): readonly string[] {
  return pathname.split("/").map((segment) => {
    try {
      return decodeURIComponent(segment);
    } catch (thrown) {
      if (thrown instanceof URIError) return segment;
      throw thrown;
    }
  });
}
