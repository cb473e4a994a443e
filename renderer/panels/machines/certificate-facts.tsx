/** A certificate as a person compares it. */
import type { ReactNode } from "react";
import type { CertificateInfo } from "../../../shared/contract/opcua.ts";
import { message } from "../../messages/catalogue.ts";
import { formatDate } from "../../state/format-time.ts";
import { groupedThumbprint } from "./security.ts";

export function CertificateFacts({ certificate }: { readonly certificate: CertificateInfo }): ReactNode {
  const { thumbprint, subject, issuer, applicationUri, validFrom, validTo } = certificate;
  const lines: readonly (readonly [string, string, boolean])[] = [
    [message("certificate.thumbprint"), groupedThumbprint(thumbprint), true],
    [message("certificate.subject"), subject, false],
    [message("certificate.issuer"), issuer === subject ? message("certificate.self") : issuer, false],
    [message("certificate.uri"), applicationUri ?? message("certificate.none"), true],
    [
      message("certificate.valid"),
      message("certificate.span", { from: formatDate(validFrom), to: formatDate(validTo) }),
      false,
    ],
  ];
  return (
    <dl className="certificate">
      {lines.map(([name, value, isMono]) => (
        <div key={name} className="certificate-line">
          <dt>{name}</dt>
          <dd className={isMono ? "mono" : ""}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
