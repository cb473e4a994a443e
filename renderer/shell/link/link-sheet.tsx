/** A link pasted, a link to copy by hand, and what of an opened one is not here. */
import { useId, useState, type ReactNode } from "react";
import { useStore } from "zustand";
import { LONGEST_LINK } from "../../../shared/contract/view-address.ts";
import { currentHost } from "../../host/host.ts";
import { message } from "../../messages/catalogue.ts";
import { focusFirst } from "../../components/focus-first.ts";
import { Sheet } from "../../components/sheet.tsx";
import { setOverlay } from "../../state/workspace.ts";
import { links, open } from "./links.ts";

export function LinkSheet(): ReactNode {
  const { opened, copy } = useStore(links);
  const { isShown = false, missing = [] } = { ...opened };
  const [text, setText] = useState("");
  const problem = useId();
  if (copy !== undefined)
    return (
      <Sheet name={message("link.copy-title")} className="link-sheet">
        <h2 className="sheet-title">{message("link.copy-title")}</h2>
        <p className="link-said">{message(copy === "" ? "link.too-long" : "link.copy-by-hand")}</p>
        {copy === "" ? undefined : (
          <textarea
            className="field mono"
            ref={(field) => field?.select()}
            readOnly
            rows={6}
            aria-label={message("link.link")}
            value={copy}
          />
        )}
      </Sheet>
    );
  return (
    <Sheet name={message("link.open-title")} className="link-sheet">
      <h2 className="sheet-title">{message("link.open-title")}</h2>
      {missing.length === 0 ? undefined : (
        <div id={problem} role="alert" className="link-said">
          {isShown ? <p>{message("link.missing")}</p> : undefined}
          <ul className="link-missing">
            {missing.map((sentence) => (
              <li key={sentence} className="warn">
                {sentence}
              </li>
            ))}
          </ul>
        </div>
      )}
      <form
        className="toolrow link-form"
        onSubmit={(event) => {
          event.preventDefault();
          void open(currentHost(), text.trim());
        }}
      >
        <input
          className="field"
          ref={focusFirst}
          maxLength={LONGEST_LINK}
          spellCheck={false}
          aria-label={message("link.link")}
          aria-describedby={missing.length === 0 ? undefined : problem}
          placeholder={message("link.placeholder")}
          value={text}
          onChange={({ target }) => setText(target.value)}
        />
        <button type="submit" className="button primary" disabled={text.trim() === ""}>
          {message("link.open")}
        </button>
        <button type="button" className="button" onClick={() => setOverlay(undefined)}>
          {message("link.close")}
        </button>
      </form>
    </Sheet>
  );
}
