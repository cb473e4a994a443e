/** What a plant may lack: another token, its own certificate authority. */
import { useState, type ReactNode } from "react";
import { currentHost } from "../../host/host.ts";
import { message } from "../../messages/catalogue.ts";
import { focusFirst } from "../../components/focus-first.ts";
import type { Action } from "../../components/use-action.ts";

export interface PlantFormProps {
  readonly plantId: string;
  readonly action: Action;
  /** By a person, who can take it back; false: the plant lacks it. */
  readonly wasAsked: boolean;
  readonly close: () => void;
}

export function TokenForm({ plantId, ...form }: PlantFormProps): ReactNode {
  return (
    <LackForm
      {...form}
      label={message("sources.token-new")}
      saveLabel={message("sources.token-save")}
      save={(token) => currentHost().plants.change({ plantId, token })}
      renderField={(props) => (
        <input
          {...props}
          className="field"
          type="password"
          autoComplete="off"
          placeholder={message("add.token-hint")}
        />
      )}
    />
  );
}

export function AuthorityForm({ plantId, ...form }: PlantFormProps): ReactNode {
  return (
    <LackForm
      {...form}
      label={message("add.ca")}
      saveLabel={message("sources.ca-save")}
      save={(ca) => currentHost().plants.change({ plantId, ca })}
      renderField={(props) => (
        <textarea
          {...props}
          className="field mono"
          rows={4}
          spellCheck={false}
          placeholder="-----BEGIN CERTIFICATE-----"
        />
      )}
    />
  );
}

interface FieldProps {
  readonly value: string;
  readonly onChange: (event: { readonly target: { readonly value: string } }) => void;
  readonly ref?: (element: HTMLElement | null) => void;
}

interface LackFormProps extends Omit<PlantFormProps, "plantId"> {
  readonly label: string;
  readonly saveLabel: string;
  readonly save: (value: string) => Promise<unknown>;
  readonly renderField: (props: FieldProps) => ReactNode;
}

/** One value that is typed or pasted, and saved. */
function LackForm({
  label,
  saveLabel,
  save,
  renderField,
  action,
  wasAsked,
  close,
}: LackFormProps): ReactNode {
  const [value, setValue] = useState("");
  const given = value.trim();
  const saved = async (): Promise<void> => {
    await save(given);
    setValue("");
    close();
  };
  return (
    <form
      className="token-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (given !== "") action.run(saved);
      }}
    >
      <label className="form-line">
        {label}
        {renderField({
          value,
          onChange: (event) => setValue(event.target.value),
          ...(wasAsked ? { ref: focusFirst } : {}),
        })}
      </label>
      <div className="plant-actions">
        <button type="submit" className="button primary" disabled={given === "" || action.busy}>
          {saveLabel}
        </button>
        {wasAsked ? (
          <button type="button" className="button quiet" onClick={close}>
            {message("action.cancel")}
          </button>
        ) : undefined}
      </div>
    </form>
  );
}
