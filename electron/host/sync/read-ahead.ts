/** Asks for the next value while the caller works on the one before. */
export async function* readAhead<T>(values: AsyncGenerator<T>): AsyncGenerator<T> {
  const ask = (): Promise<IteratorResult<T>> => {
    const asked = values.next();
    // Its failure is told when it is waited for.
    asked.catch(() => undefined);
    return asked;
  };
  try {
    for (let asked = ask(); ;) {
      const result = await asked;
      if (result.done === true) return;
      asked = ask();
      yield result.value;
    }
  } finally {
    await values.return(undefined);
  }
}
