/** How long an outage the server is to bridge by its queues. */
import type { ReactNode } from "react";
import { message } from "../../messages/catalogue.ts";

/** Seconds. */
const OUTAGES = [10, 60, 300, 900, 3_600] as const;

export interface OutageFieldProps {
  readonly seconds: number;
  readonly change: (seconds: number) => void;
}

export function OutageField({ seconds, change }: OutageFieldProps): ReactNode {
  const all = [...new Set([...OUTAGES, seconds])].sort((a, b) => a - b);
  return (
    <>
      <label className="form-line">
        {message("outage.bridge")}
        <select className="field" value={seconds} onChange={(event) => change(Number(event.target.value))}>
          {all.map((each) => (
            <option key={each} value={each}>
              {outageText(each)}
            </option>
          ))}
        </select>
      </label>
      <p className="muted">{message("outage.explain")}</p>
    </>
  );
}

/** `5 minutes` */
export function outageText(seconds: number): string {
  if (seconds % 3_600 === 0) return message("outage.hours", { count: seconds / 3_600 });
  if (seconds % 60 === 0) return message("outage.minutes", { count: seconds / 60 });
  return message("outage.seconds", { count: seconds });
}
