/** A page of ours needs no camera, no place, no device, no network: everything is denied but copying text. */
import type { Session } from "electron";
import { isOwnOrigin } from "./page-origin.ts";
import { isAllowedRequest } from "./requests.ts";

/** Putting text on the clipboard after a click (copying a table); reading it stays denied. */
export function isAllowedPermission(permission: string, requestingUrl: string): boolean {
  return permission === "clipboard-sanitized-write" && isOwnOrigin(requestingUrl);
}

export function denyPermissions(session: Session, developer: boolean): void {
  session.setPermissionRequestHandler((_contents, permission, decide, { requestingUrl }) =>
    decide(isAllowedPermission(permission, requestingUrl)),
  );
  session.setPermissionCheckHandler((_contents, permission, origin) =>
    isAllowedPermission(permission, origin),
  );
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, decide) => decide(null));
  session.setBluetoothPairingHandler((_details, decide) => decide({ confirmed: false }));
  session.on("select-hid-device", (event, _details, choose) => {
    event.preventDefault();
    choose();
  });
  session.on("select-usb-device", (event, _details, choose) => {
    event.preventDefault();
    choose();
  });
  session.on("select-serial-port", (event, _ports, _contents, choose) => {
    event.preventDefault();
    choose("");
  });
  session.webRequest.onBeforeRequest(({ url }, decide) =>
    decide({ cancel: !isAllowedRequest(url, developer) }),
  );
}
