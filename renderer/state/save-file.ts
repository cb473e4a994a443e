/** Hands a file to the browser's downloads, which is the window's save dialog too. */
export function saveFile(content: Blob, name: string, extension: string): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = url;
  link.download = `${name.replaceAll(/[^\p{L}\p{N}._-]+/gu, "-")}.${extension}`;
  link.click();
  // The download has begun with the click; a large file is read a while longer.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
