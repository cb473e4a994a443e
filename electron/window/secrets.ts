/**
 * Tokens in the system's key store (Electron's safeStorage): the Keychain, DPAPI, or what the Linux
 * desktop has. What is encrypted lies in a file of the window's folder. Where Linux has no key store, the
 * key is a fixed one that anybody can look up: that is told as plain text, because it is.
 */
import { join } from "node:path";
import { safeStorage } from "electron";
import { fileSecrets, type Secrets } from "../host/secrets.ts";

export function windowSecrets(folder: string): Secrets {
  const file = fileSecrets(join(folder, "secrets.json"));
  // Without any encryption the file itself is all there is; only this user can read it.
  if (!safeStorage.isEncryptionAvailable()) return file;
  const isFixedKey = process.platform === "linux" && safeStorage.getSelectedStorageBackend() === "basic_text";
  return {
    storage: isFixedKey ? "plain-text" : "system",
    async get(name) {
      const text = await file.get(name);
      if (text === undefined) return undefined;
      try {
        return safeStorage.decryptString(Buffer.from(text, "base64"));
      } catch {
        // The key store was changed or reset: the token is lost, and has to be entered again.
        return undefined;
      }
    },
    set: (name, value) => file.set(name, safeStorage.encryptString(value).toString("base64")),
    remove: (name) => file.remove(name),
  };
}
