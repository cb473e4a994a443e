/** How far back live sources are kept on this computer: rules, what they would remove, and removing it. */
import { useEffect, useRef, useState, type ReactNode } from "react";
import { useStore } from "zustand";
import type { RetentionReport, RetentionRule } from "../../../../shared/contract/retention.ts";
import { connection, currentHost } from "../../../host/host.ts";
import { message } from "../../../messages/catalogue.ts";
import { ActionFailure } from "../../../components/action-failure.tsx";
import { Problem, Skeleton } from "../../../components/region.tsx";
import { useAction } from "../../../components/use-action.ts";
import { formatBytes } from "../../../state/format-number.ts";
import { opened } from "./opened.ts";
import { Preview } from "./preview.tsx";
import { isAtOdds, KINDS, removes, RuleForm } from "./rule-form.tsx";
import { useRetention } from "./use-retention.ts";
import { whatText } from "./words.ts";

export function RetentionSection({ readOnly }: { readonly readOnly: boolean }): ReactNode {
  const open = useStore(opened, (state) => state.open);
  const times = useStore(opened, (state) => state.times);
  const generation = useStore(connection, (state) => state.generation);
  const [tries, setTries] = useState(0);
  const fold = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (times === 0) return;
    fold.current?.focus();
    fold.current?.scrollIntoView({ block: "nearest" });
  }, [times]);
  return (
    <section className="retention" aria-label={message("retention.title")}>
      <button
        ref={fold}
        type="button"
        className="plant-fold second"
        aria-expanded={open}
        onClick={() => opened.setState({ open: !open })}
      >
        <span className="twisty" aria-hidden="true">
          {open ? "▾" : "▸"}
        </span>
        {message("retention.title")}
      </button>
      {open ? (
        <Rules
          key={`${generation} ${tries}`}
          readOnly={readOnly}
          retry={() => setTries((before) => before + 1)}
        />
      ) : undefined}
    </section>
  );
}

function Rules({ readOnly, retry }: { readonly readOnly: boolean; readonly retry: () => void }): ReactNode {
  const { report, failure } = useRetention();
  if (report === undefined)
    return failure === undefined ? (
      <Skeleton rows={3} />
    ) : (
      <Problem what={message("retention.failed")} failure={failure} retry={retry} />
    );
  if (report.sources.length === 0) return <p className="muted">{message("retention.empty")}</p>;
  return <Choices report={report} readOnly={readOnly} />;
}

function Choices({
  report,
  readOnly,
}: {
  readonly report: RetentionReport;
  readonly readOnly: boolean;
}): ReactNode {
  const action = useAction();
  /** What was changed here and is not applied yet, by source. */
  const [changed, setChanged] = useState<ReadonlyMap<string, RetentionRule>>(new Map());
  const ruleOf = (source: RetentionReport["sources"][number]): RetentionRule =>
    changed.get(source.sourceId) ?? source.rule ?? { sourceId: source.sourceId };
  const [daily, setDaily] = useState<boolean>();
  const rules = report.sources.map(ruleOf).filter(removes);
  const reset = (): void => {
    setChanged(new Map());
    setDaily(undefined);
  };
  const isRunning = report.running !== undefined;
  const lacksConsent = report.sources.some((source) => {
    const rule = ruleOf(source);
    return source.keeper === "nobody" && removes(rule) && rule.consent !== true;
  });
  const canApply = !readOnly && !isRunning && !action.busy && !lacksConsent && !rules.some(isAtOdds);
  const hasRules = rules.length > 0 || report.sources.some(({ rule }) => rule !== undefined);
  return (
    <>
      <p className="muted">{message("retention.explain")}</p>
      <div className="retention-grid">
        <div className="retention-choices muted" aria-hidden="true">
          <span />
          {KINDS.map((kind) => (
            <span key={kind}>{message(`retention.keep-${kind}`)}</span>
          ))}
        </div>
        {report.sources.map((source) => (
          <RuleForm
            key={source.sourceId}
            source={source}
            rule={ruleOf(source)}
            setRule={(rule) => setChanged(new Map(changed).set(source.sourceId, rule))}
            disabled={readOnly || isRunning}
            readOnly={readOnly}
            action={action}
          />
        ))}
      </div>
      {rules.length > 0 && !isRunning && !rules.some(isAtOdds) ? (
        <Preview rules={rules} sources={report.sources} />
      ) : undefined}
      {hasRules ? (
        <label className="add-consent">
          <input
            type="checkbox"
            checked={daily ?? report.daily}
            disabled={readOnly || isRunning}
            onChange={({ target }) => setDaily(target.checked)}
          />
          {message("retention.daily")}
        </label>
      ) : undefined}
      <Progress report={report} />
      <p className="muted">
        {message("retention.space", { bytes: formatBytes(report.bytes), free: formatBytes(report.free) })}
      </p>
      {readOnly || !(hasRules || isRunning) ? undefined : (
        <div className="plant-actions">
          {isRunning ? (
            <button
              type="button"
              className="button"
              onClick={() => action.run(() => currentHost().retention.cancel({}))}
            >
              {message("retention.cancel")}
            </button>
          ) : (
            <button
              type="button"
              className="button primary"
              disabled={!canApply}
              onClick={() =>
                action.run(async () => {
                  await currentHost().retention.run({
                    rules: [...rules],
                    ...(daily === undefined ? {} : { daily }),
                  });
                  setChanged(new Map());
                  setDaily(undefined);
                })
              }
            >
              {message("retention.apply")}
            </button>
          )}
          {(changed.size === 0 && daily === undefined) || isRunning ? undefined : (
            <button type="button" className="button" onClick={reset}>
              {message("retention.reset")}
            </button>
          )}
        </div>
      )}
      <ActionFailure what={message("retention.action-failed")} failure={action.failure} />
    </>
  );
}

function Progress({ report }: { readonly report: RetentionReport }): ReactNode {
  const { running, last } = report;
  if (running !== undefined) {
    const percent = Math.round(running.share * 100);
    return (
      <div className="sync-progress">
        <div
          className="sync-bar"
          role="progressbar"
          aria-label={message("retention.progress")}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={percent}
        >
          <i style={{ width: `${percent}%` }} />
        </div>
        <p className="second">{message("retention.running", { what: whatText(running) })}</p>
      </div>
    );
  }
  if (last === undefined) return undefined;
  if (last.state === "failed")
    return (
      <p role="alert" className="fail">
        {message("retention.action-failed")} {last.message}
      </p>
    );
  return (
    <p role="status">
      {last.state === "done"
        ? message("retention.done", { what: whatText(last), bytes: formatBytes(last.freed) })
        : message("retention.cancelled", { what: whatText(last) })}
    </p>
  );
}
