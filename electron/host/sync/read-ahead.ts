/** Asks for the next `count` values while the caller works on the one before. */
export async function* readAhead<T>(values: AsyncGenerator<T>, count = 1): AsyncGenerator<T> {
  const ask = (): Promise<IteratorResult<T>> => {
    const asked = values.next();
    // Its failure is told when it is waited for.
    asked.catch(() => undefined);
    return asked;
  };
  try {
    const asked = Array.from({ length: count }, ask);
    for (;;) {
      const result = await asked.shift();
      if (result === undefined || result.done === true) return;
      asked.push(ask());
      yield result.value;
    }
  } finally {
    await values.return(undefined);
  }
}
