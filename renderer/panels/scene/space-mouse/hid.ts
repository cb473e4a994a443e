/** The part of WebHID that a 3D mouse needs; the platform's own types do not have it. https://wicg.github.io/webhid/ */
import type { HidIdentity } from "../../../../shared/devices/space-mouse.ts";

export interface HidReport extends Event {
  readonly device: HidDevice;
  readonly reportId: number;
  readonly data: DataView;
}

export interface HidDevice extends HidIdentity {
  readonly productName: string;
  readonly opened: boolean;
  open(): Promise<void>;
  close(): Promise<void>;
  addEventListener(type: "inputreport", listener: (report: HidReport) => void): void;
  removeEventListener(type: "inputreport", listener: (report: HidReport) => void): void;
}

export interface Hid {
  /** What the person allowed before and is plugged in. */
  getDevices(): Promise<readonly HidDevice[]>;
  requestDevice(options: { readonly filters: readonly object[] }): Promise<readonly HidDevice[]>;
  addEventListener(
    type: "connect" | "disconnect",
    listener: (event: { readonly device: HidDevice }) => void,
  ): void;
  removeEventListener(
    type: "connect" | "disconnect",
    listener: (event: { readonly device: HidDevice }) => void,
  ): void;
}

/** Undefined where the browser has no WebHID. */
export function hidOf(navigator: object): Hid | undefined {
  return "hid" in navigator ? (navigator.hid as Hid) : undefined;
}
