/** How far back one source is kept: a choice for events, for samples one by one, and for signals at all. */
import type { ReactNode } from "react";
import type { RetainedSource, RetentionRule } from "../../../../shared/contract/retention.ts";
import { currentHost } from "../../../host/host.ts";
import { message } from "../../../messages/catalogue.ts";
import { useSettings } from "../../../state/settings.ts";
import type { Action } from "../../../components/use-action.ts";
import { monthsText, removedText } from "./words.ts";

const OFFERED = [1, 3, 6, 12, 24, 36, 60, 120];
export const KINDS = ["events", "full", "samples"] as const;
type Kind = (typeof KINDS)[number];

export interface RuleFormProps {
  readonly source: RetainedSource;
  readonly rule: RetentionRule;
  readonly setRule: (rule: RetentionRule) => void;
  readonly disabled: boolean;
  readonly action: Action;
  /** Nothing can be changed here. */
  readonly readOnly: boolean;
}

export function RuleForm({ source, rule, setRule, disabled, action, readOnly }: RuleFormProps): ReactNode {
  const zone = useSettings((values) => values.plantTimeZone) ?? "UTC";
  const kinds = source.hasSamples ? KINDS : (["events"] as const);
  const choose = (kind: Kind, months: number | undefined): void => {
    const { [kind]: _before, ...rest } = rule;
    setRule(months === undefined ? rest : { ...rest, [kind]: months });
  };
  const said = source.removed.flatMap((span) => removedText(span, source, zone) ?? []);
  const canRestore = source.keeper === "plant" && !source.rereading && !readOnly && said.length > 0;
  return (
    <fieldset className="retention-rule" aria-label={source.name}>
      <div className="retention-choices">
        <strong className="ellipsis" title={source.name}>
          {source.name}
        </strong>
        {kinds.map((kind) => (
          <Months
            key={kind}
            kind={kind}
            months={rule[kind]}
            disabled={disabled}
            choose={(months) => choose(kind, months)}
          />
        ))}
      </div>
      {isAtOdds(rule) ? <p className="mark">{message("retention.order")}</p> : undefined}
      {source.keeper === "nobody" && removes(rule) ? (
        <label className="add-consent">
          <input
            type="checkbox"
            checked={rule.consent === true}
            disabled={disabled}
            onChange={({ target }) => {
              const { consent: _before, ...rest } = rule;
              setRule(target.checked ? { ...rest, consent: true } : rest);
            }}
          />
          {message("retention.consent", { name: source.name })}
        </label>
      ) : undefined}
      {said.length === 0 ? undefined : (
        <p className="second retention-removed">
          {said.map((text) => (
            <span key={text}>{text}</span>
          ))}
          {canRestore ? (
            <button
              type="button"
              className="link"
              disabled={disabled || action.busy}
              onClick={() => action.run(() => currentHost().retention.restore({ sourceId: source.sourceId }))}
            >
              {message("retention.restore")}
            </button>
          ) : undefined}
        </p>
      )}
    </fieldset>
  );
}

interface MonthsProps {
  readonly kind: Kind;
  readonly months: number | undefined;
  readonly disabled: boolean;
  readonly choose: (months: number | undefined) => void;
}

function Months({ kind, months, disabled, choose }: MonthsProps): ReactNode {
  const offered =
    months === undefined || OFFERED.includes(months) ? OFFERED : [...OFFERED, months].sort((a, b) => a - b);
  return (
    <select
      className="field"
      aria-label={message(`retention.keep-${kind}`)}
      title={message(kind === "full" ? "retention.full-hint" : `retention.keep-${kind}`)}
      disabled={disabled}
      value={months ?? ""}
      onChange={({ target }) => choose(target.value === "" ? undefined : Number(target.value))}
    >
      <option value="">{message("retention.all")}</option>
      {offered.map((each) => (
        <option key={each} value={each}>
          {monthsText(each)}
        </option>
      ))}
    </select>
  );
}

export const removes = ({ events, full, samples }: RetentionRule): boolean =>
  events !== undefined || full !== undefined || samples !== undefined;

export const isAtOdds = ({ full, samples }: RetentionRule): boolean =>
  full !== undefined && samples !== undefined && full > samples;
