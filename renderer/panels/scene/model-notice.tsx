/** Something to know about the model's file: said in one line at the foot of the view, listed on demand. */
import type { ReactNode } from "react";
import { Button, Dialog, DialogTrigger, Popover } from "react-aria-components";

export interface ModelNoticeProps {
  readonly className: string;
  /** In the line; `title` is above the list. */
  readonly text: string;
  readonly title: string;
  readonly items: readonly string[];
  /** Of the line: a mark where something is amiss. */
  readonly look: "mark" | "muted";
  /** What can be done about it, under the list. */
  readonly children?: ReactNode;
}

export function ModelNotice({ className, text, title, items, look, children }: ModelNoticeProps): ReactNode {
  return (
    <DialogTrigger>
      <Button className={`scene-card ${className}`}>
        <span className={look}>{text}</span>
      </Button>
      <Popover className="popover" placement="top end" offset={6}>
        <Dialog className="scene-problem-list" aria-label={text}>
          <h3>{title}</h3>
          <ul>
            {items.map((item, index) => (
              <li key={index}>{item}</li>
            ))}
          </ul>
          {children}
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
