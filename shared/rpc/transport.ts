/** What carries messages: a MessagePort, a WebSocket, a test's pair. Order is kept; nothing is retried. */
export interface Transport {
  send(message: WireMessage): void;
  onMessage(listener: (message: unknown) => void): void;
  onClose(listener: () => void): void;
  close(): void;
}

/** The three verbs and their answers. Ids are chosen by the caller and unique per transport. */
export type WireMessage =
  | { readonly type: "call"; readonly id: number; readonly method: string; readonly input: unknown }
  | { readonly type: "listen"; readonly id: number; readonly method: string; readonly input: unknown }
  | { readonly type: "cancel"; readonly id: number }
  | { readonly type: "result"; readonly id: number; readonly value: unknown }
  | { readonly type: "event"; readonly id: number; readonly value: unknown }
  | { readonly type: "end"; readonly id: number }
  | { readonly type: "error"; readonly id: number; readonly error: unknown };

/**
 * Two transports joined in memory, delivering asynchronously as real ones do. For tests and for a
 * host that lives in the same process.
 */
export function transportPair(): [Transport, Transport] {
  const left = new PairEnd();
  const right = new PairEnd();
  left.other = right;
  right.other = left;
  return [left, right];
}

class PairEnd implements Transport {
  other: PairEnd | undefined;
  private listener: ((message: unknown) => void) | undefined;
  private readonly closeListeners: (() => void)[] = [];
  private closed = false;

  send(message: WireMessage): void {
    const other = this.other;
    if (this.closed || other === undefined) return;
    void Promise.resolve().then(() => {
      if (!other.closed) other.listener?.(message);
    });
  }

  onMessage(listener: (message: unknown) => void): void {
    this.listener = listener;
  }

  onClose(listener: () => void): void {
    this.closeListeners.push(listener);
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    for (const listener of this.closeListeners) listener();
    this.other?.close();
  }
}
