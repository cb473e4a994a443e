/** Our certificate: what a server has to trust, and as a file to carry there. */
import type { ReactNode } from "react";
import type { OwnCertificate } from "../../../shared/contract/opcua.ts";
import { message } from "../../messages/catalogue.ts";
import { Problem, Skeleton } from "../../components/region.tsx";
import { focusFirst } from "../../components/focus-first.ts";
import { useQuery } from "../../state/query.ts";
import { saveFile } from "../../state/save-file.ts";
import { CertificateFacts } from "./certificate-facts.tsx";
import { derOf } from "./certificate-bytes.ts";

export function OwnCertificateView({ close }: { readonly close: () => void }): ReactNode {
  const query = useQuery("own-certificate", (host, options) => host.opcua.ownCertificate({}, options), {
    keep: true,
    on: [],
  });
  const own = query.data;
  return (
    <section className="machine-form" aria-label={message("own.title")}>
      <h3>{message("own.title")}</h3>
      {query.failure === undefined ? undefined : (
        <Problem what={message("own.failed")} failure={query.failure} retry={query.retry} />
      )}
      {own === undefined ? query.loading ? <Skeleton rows={4} /> : undefined : <Loaded own={own} />}
      <div className="plant-actions">
        {own === undefined ? undefined : (
          <>
            <button
              type="button"
              className="button primary"
              ref={focusFirst}
              onClick={() =>
                saveFile(new Blob([derOf(own.pem)], { type: "application/pkix-cert" }), "throughline", "der")
              }
            >
              {message("own.save-der")}
            </button>
            <button
              type="button"
              className="button"
              onClick={() =>
                saveFile(new Blob([own.pem], { type: "application/x-pem-file" }), "throughline", "pem")
              }
            >
              {message("own.save-pem")}
            </button>
          </>
        )}
        <button type="button" className="button quiet" onClick={close}>
          {message("own.close")}
        </button>
      </div>
    </section>
  );
}

function Loaded({ own }: { readonly own: OwnCertificate }): ReactNode {
  return (
    <>
      <CertificateFacts certificate={own} />
      <p className="second">{message("own.explain")}</p>
    </>
  );
}
