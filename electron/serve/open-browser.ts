/** Opens the default browser where there is a screen to show it on. */
import { spawn } from "node:child_process";

/** Command that opens a URL on `platform`; undefined where there is no display. */
export function browserCommand(
  platform: NodeJS.Platform,
  environment: Readonly<Record<string, string | undefined>>,
): readonly string[] | undefined {
  if (platform === "darwin") return ["open"];
  // explorer takes the URL as one argument; "start" would go through a shell.
  if (platform === "win32") return ["explorer.exe"];
  const hasDisplay = (environment["DISPLAY"] ?? "") !== "" || (environment["WAYLAND_DISPLAY"] ?? "") !== "";
  return hasDisplay ? ["xdg-open"] : undefined;
}

export function openBrowser(
  url: string,
  platform: NodeJS.Platform,
  environment: Readonly<Record<string, string | undefined>>,
): void {
  const command = browserCommand(platform, environment);
  const program = command?.[0];
  if (program === undefined) return;
  const child = spawn(program, [url], { detached: true, stdio: "ignore" });
  // No browser to open is no failure: the address was printed.
  child.on("error", () => undefined);
  child.unref();
}
