/** Takes what readers send to a system. */
import type { IncomingMessage } from "node:http";
import { readSubmission } from "../../../../shared/contract/plant/read-submission.ts";
import type { SystemFeed } from "../feed/system-feed.ts";
import type { Plant } from "../plant.ts";
import { json, problem, type Reply } from "./answers.ts";

/** A submission with all of its texts and hashes at their longest is below this. */
const SUBMISSION_BYTES = 1024 * 1024;

export async function takeSubmission(
  plant: Plant,
  system: SystemFeed,
  request: IncomingMessage,
): Promise<Reply> {
  if (system.accepts.length === 0) return problem(404, "invalid", `${system.name} takes no submissions.`);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > SUBMISSION_BYTES)
      return problem(413, "invalid", `A submission may have ${SUBMISSION_BYTES} bytes.`);
    chunks.push(chunk);
  }
  const body = parsed(Buffer.concat(chunks).toString());
  if (body === undefined) return problem(400, "invalid", "The body is no JSON.");
  const submission = readSubmission(body);
  if ("invalid" in submission) return problem(400, "invalid", submission.invalid);
  const answer = plant.submit(submission);
  return "invalid" in answer ? problem(400, "invalid", answer.invalid) : json(answer);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return undefined;
    throw thrown;
  }
}
