/** What of the model could not be read or drawn: said in one line, listed on demand. */
import type { ReactNode } from "react";
import { Button, Dialog, DialogTrigger, Popover } from "react-aria-components";
import type { ModelSummary } from "../../../shared/contract/parts.ts";
import { message } from "../../messages/catalogue.ts";

export function ProblemsNotice({ summary }: { readonly summary: ModelSummary }): ReactNode {
  const { problems, fileName } = summary;
  if (problems.length === 0) return undefined;
  const text = message("scene.problems", { count: problems.length });
  return (
    <DialogTrigger>
      <Button className="scene-card scene-problems">
        <span className="mark">{text}</span>
      </Button>
      <Popover className="popover" placement="top end" offset={6}>
        <Dialog className="scene-problem-list" aria-label={text}>
          <h3>{message("scene.problems-of", { file: fileName })}</h3>
          <ul>
            {problems.map((problem, index) => (
              <li key={index}>{problem}</li>
            ))}
          </ul>
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
