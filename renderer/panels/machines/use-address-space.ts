/** The address space of an endpoint as it is unfolded: asked branch by branch, each once. */
import { useCallback, useEffect, useRef, useState } from "react";
import { currentHost } from "../../host/host.ts";
import { asFailure } from "../../state/query.ts";
import { ROOT, type Branch, type Branches } from "./address-rows.ts";

export interface AddressSpace {
  readonly branches: Branches;
  /** Asks what is below a node, unless that is known or asked already; again where it failed. */
  readonly load: (nodeId: string) => void;
}

const ASKED: Branch = { nodes: undefined, isCut: false, failure: undefined };

/** @param connected nothing is asked while there is no session; the top is asked again with the next where it failed */
export function useAddressSpace(endpointId: string, connected: boolean): AddressSpace {
  const [branches, setBranches] = useState<Branches>(new Map());
  const asked = useRef(new Set<string>());
  const abort = useRef(new AbortController());

  const put = useCallback((nodeId: string, branch: Branch): void => {
    setBranches((before) => new Map(before).set(nodeId, branch));
  }, []);
  const load = useCallback(
    (nodeId: string): void => {
      if (asked.current.has(nodeId)) return;
      asked.current.add(nodeId);
      put(nodeId, ASKED);
      const { signal } = abort.current;
      currentHost()
        .opcua.browse({ endpointId, ...(nodeId === ROOT ? {} : { nodeId }) }, { signal })
        .then(
          ({ nodes, isCut }) => signal.aborted || put(nodeId, { nodes, isCut, failure: undefined }),
          (thrown: unknown) => {
            if (signal.aborted) return;
            asked.current.delete(nodeId);
            put(nodeId, { ...ASKED, failure: asFailure(thrown) });
          },
        );
    },
    [endpointId, put],
  );
  useEffect(() => {
    abort.current = new AbortController();
    const questions = asked.current;
    return () => {
      abort.current.abort();
      questions.clear();
    };
  }, []);
  useEffect(() => {
    if (connected) load(ROOT);
  }, [connected, load]);
  return { branches, load };
}
