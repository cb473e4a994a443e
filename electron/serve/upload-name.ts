/** Which names a page may give to a file that it uploads. */

/** Names that are devices on Windows, with any ending (Microsoft, Naming Files, Paths, and Namespaces). */
const DEVICE_NAME = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?$/i;
/** Longest file name that common file systems keep, bytes of UTF-8. */
const MAXIMUM_NAME_BYTES = 255;

/** True for a name that means one file below its folder on every system. */
export function isSafeName(name: string): boolean {
  return (
    name !== "" &&
    Buffer.byteLength(name) <= MAXIMUM_NAME_BYTES &&
    !/[<>:"/\\|?*]/.test(name) &&
    // Windows drops dots and blanks at the end; "." and ".." are among them.
    !/[. ]$/.test(name) &&
    !DEVICE_NAME.test(name) &&
    !hasControlCharacter(name)
  );
}

function hasControlCharacter(name: string): boolean {
  for (let index = 0; index < name.length; index += 1) {
    const code = name.charCodeAt(index);
    if (code < 0x20 || code === 0x7f) return true;
  }
  return false;
}
