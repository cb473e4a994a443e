/** A server's certificate that nobody has judged yet: what it says, what speaks against it, and a person's word. */
import { useId, type ReactNode } from "react";
import type { KnownCertificate } from "../../../shared/contract/opcua.ts";
import { message } from "../../messages/catalogue.ts";
import { formatDate } from "../../state/format-time.ts";
import { useNow } from "../../state/use-now.ts";
import { CertificateFacts } from "./certificate-facts.tsx";
import { canTrust, certificateWarnings, type CertificateWarning } from "./security.ts";

export interface TrustRequestProps {
  readonly title: string;
  readonly certificate: KnownCertificate;
  /** What the server calls itself; undefined where it did not say. */
  readonly applicationUri: string | undefined;
  readonly compared: boolean;
  readonly setCompared: (compared: boolean) => void;
  readonly children?: ReactNode;
}

export function TrustRequest(props: TrustRequestProps): ReactNode {
  const { title, certificate, applicationUri, compared, setCompared, children } = props;
  const now = useNow();
  const titleId = useId();
  const warnings = certificateWarnings(certificate, applicationUri, now);
  return (
    <div className="trust" role="group" aria-labelledby={titleId}>
      <h4 id={titleId}>
        <span aria-hidden="true">⚠ </span>
        {title}
      </h4>
      <CertificateFacts certificate={certificate} />
      {warnings.map((warning) => (
        <p key={warning} className="fail" role="alert">
          {warningText(warning, certificate, applicationUri)}
        </p>
      ))}
      {canTrust(warnings) ? (
        <>
          <p className="second">{message("trust.explain")}</p>
          <label className="check">
            <input
              type="checkbox"
              checked={compared}
              onChange={(event) => setCompared(event.target.checked)}
            />
            {message("trust.compared")}
          </label>
          {children}
        </>
      ) : undefined}
    </div>
  );
}

function warningText(
  warning: CertificateWarning,
  certificate: KnownCertificate,
  applicationUri: string | undefined,
): string {
  if (warning === "expired") return message("trust.expired", { date: formatDate(certificate.validTo) });
  if (warning === "not-yet") return message("trust.not-yet", { date: formatDate(certificate.validFrom) });
  if (warning === "no-uri") return message("trust.no-uri");
  return message("trust.other-uri", {
    certificate: certificate.applicationUri,
    server: applicationUri,
  });
}
