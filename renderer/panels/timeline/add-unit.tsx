/** One more unit among the aligned ones, by its serial or lot. */
import { useState, type ReactNode } from "react";
import { message } from "../../messages/catalogue.ts";

export function AddUnit({
  partNumber,
  add,
}: {
  readonly partNumber: string;
  readonly add: (name: string) => void;
}): ReactNode {
  const [name, setName] = useState("");
  const label = message("timeline.align.add", { partNumber });
  return (
    <form
      className="aligned-add"
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() === "") return;
        add(name.trim());
        setName("");
      }}
    >
      <input
        className="field"
        value={name}
        maxLength={900}
        placeholder={message("timeline.align.add.short")}
        aria-label={label}
        title={label}
        onChange={(event) => setName(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape" || name === "") return;
          event.stopPropagation();
          setName("");
        }}
      />
    </form>
  );
}
