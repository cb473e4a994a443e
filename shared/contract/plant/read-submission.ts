/** Reads a submission at the server's edge. */
import * as v from "valibot";
import { submissionSchema, type Submission } from "./protocol.ts";

/** The submission, or one sentence that names the field and what is wrong with it. */
export function readSubmission(body: unknown): Submission | { readonly invalid: string } {
  const result = v.safeParse(submissionSchema, body);
  if (result.success) return result.output;
  const [issue] = result.issues;
  const path = v.getDotPath(issue);
  return { invalid: path === null ? issue.message : `${path}: ${issue.message}` };
}
