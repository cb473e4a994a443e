/** The host's chance; everything below takes it as an argument. In [0, 1). */
export function randomUnit(): number {
  return Math.random();
}
