/** The frame of every panel: a landmark with its name, and its states in one look. */
import type { ReactNode } from "react";
import type { Failure } from "../../shared/rpc/failure.ts";
import { message, messageOr } from "../messages/catalogue.ts";

export interface RegionProps {
  readonly name: string;
  readonly className?: string;
  /** `data-…` attributes that say what state the panel is in. */
  readonly data?: Readonly<Record<string, string>>;
  readonly children: ReactNode;
}

/** A landmark that F6 stops at; the focus goes to what in it was focused last. */
export function Region({ name, className = "", data = {}, children }: RegionProps): ReactNode {
  const attributes = Object.fromEntries(Object.entries(data).map(([key, value]) => [`data-${key}`, value]));
  return (
    <section aria-label={name} tabIndex={-1} className={`region ${className}`} {...attributes}>
      {children}
    </section>
  );
}

/** Rows in the place of those to come: the frame stands at once, nothing jumps. */
export function Skeleton({ rows = 6 }: { readonly rows?: number }): ReactNode {
  const widths = ["62%", "78%", "48%", "70%", "55%", "82%", "44%", "66%"];
  return (
    <div role="status" aria-label={message("state.loading")}>
      {Array.from({ length: rows }, (_, index) => (
        <div key={index} className="skeleton" style={{ width: widths[index % widths.length] }} />
      ))}
    </div>
  );
}

/** One sentence, and what fills it. */
export function Empty({
  children,
  action,
}: {
  readonly children: ReactNode;
  readonly action?: ReactNode;
}): ReactNode {
  return (
    <div className="notice">
      <p>{children}</p>
      {action}
    </div>
  );
}

export interface ProblemProps {
  /** What could not be done, as a sentence. */
  readonly what: string;
  readonly failure: Failure;
  readonly retry?: () => void;
  /** Other ways out. */
  readonly children?: ReactNode;
}

/** What, why, and what to do. */
export function Problem({ what, failure, retry, children }: ProblemProps): ReactNode {
  return (
    <div className="notice" role="alert">
      <strong>{what}</strong>
      <p>{failure.message}</p>
      <p className="muted">{messageOr(`failure.${failure.kind}`, failure.kind)}</p>
      {retry === undefined ? undefined : (
        <button type="button" className="button" onClick={retry}>
          {message("state.retry")}
        </button>
      )}
      {children}
    </div>
  );
}
