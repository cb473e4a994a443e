/** What of the model could not be read or drawn. */
import type { ReactNode } from "react";
import type { ModelSummary } from "../../../shared/contract/parts.ts";
import { message } from "../../messages/catalogue.ts";
import { ModelNotice } from "./model-notice.tsx";

export function ProblemsNotice({ summary }: { readonly summary: ModelSummary }): ReactNode {
  const { problems, fileName } = summary;
  if (problems.length === 0) return undefined;
  return (
    <ModelNotice
      className="scene-problems"
      text={message("scene.problems", { count: problems.length })}
      title={message("scene.problems-of", { file: fileName })}
      items={problems}
      look="mark"
    />
  );
}
