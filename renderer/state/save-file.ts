/** Hands a person a file: the browser's downloads, which are the window's save dialog too. */

/** ms that a large file may still be read after the click that began its download. */
const READING = 60_000;

/** @param name without its extension; what a file's name can't have becomes a hyphen */
export function saveFile(content: Blob, name: string, extension: string): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = url;
  link.download = `${name.replaceAll(/[^\p{L}\p{N}._-]+/gu, "-")}.${extension}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), READING);
}
