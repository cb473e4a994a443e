/**
 * A page of ours needs no camera, no place, no network and no device: everything is denied but copying text,
 * and a 3D mouse where the person has switched it on.
 */
import type { Session } from "electron";
import { isSpaceMouse } from "../../shared/devices/space-mouse.ts";
import { isOwnOrigin } from "./page-origin.ts";
import { isAllowedRequest } from "./requests.ts";

/** Putting text on the clipboard after a click (copying a table); reading it stays denied. */
export function isAllowedPermission(permission: string, requestingUrl: string): boolean {
  return permission === "clipboard-sanitized-write" && isOwnOrigin(requestingUrl);
}

export interface AllowedDevices {
  /** Off at the start: the page says so once it knows the settings. */
  readonly allowSpaceMouse: (on: boolean) => void;
}

export function denyPermissions(session: Session, developer: boolean): AllowedDevices {
  let spaceMouse = false;
  session.setPermissionRequestHandler((_contents, permission, decide, { requestingUrl }) =>
    decide(isAllowedPermission(permission, requestingUrl)),
  );
  // "hid" is asked before every look at the devices, which are then asked for one by one.
  session.setPermissionCheckHandler(
    (_contents, permission, origin) =>
      isAllowedPermission(permission, origin) || (permission === "hid" && spaceMouse && isOwnOrigin(origin)),
  );
  session.setDevicePermissionHandler(
    ({ deviceType, origin, device }) =>
      spaceMouse && deviceType === "hid" && isOwnOrigin(origin) && isSpaceMouseDevice(device),
  );
  session.setDisplayMediaRequestHandler((_request, decide) => decide(null));
  session.setBluetoothPairingHandler((_details, decide) => decide({ confirmed: false }));
  session.on("select-hid-device", (event, { deviceList, frame }, choose) => {
    event.preventDefault();
    const found =
      spaceMouse && frame !== null && isOwnOrigin(frame.url)
        ? deviceList.find(isSpaceMouseDevice)
        : undefined;
    choose(found?.deviceId);
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
  return {
    allowSpaceMouse: (on) => {
      spaceMouse = on;
    },
  };
}

function isSpaceMouseDevice(device: object): boolean {
  return (
    "vendorId" in device &&
    "productId" in device &&
    typeof device.vendorId === "number" &&
    typeof device.productId === "number" &&
    isSpaceMouse({ vendorId: device.vendorId, productId: device.productId })
  );
}
