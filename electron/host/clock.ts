/** The host's clock; everything below takes it as an argument. µs since 1970-01-01T00:00:00Z. */
export function microseconds(): number {
  return Date.now() * 1000;
}
