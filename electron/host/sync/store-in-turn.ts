/**
 * Hands values to the store one behind the other without waiting for each answer: the thread that reads is
 * busy for a tenth of a second at a time, in which it hears of nothing, and the one that writes would stand
 * still. The store refuses what does not follow what it took last, so that behind a failure nothing is taken.
 */

/** Calls under way at once. */
const UNDER_WAY = 2;

/**
 * Every value with the answer of the store, in order. Ends with the first failure of the store, after the calls
 * behind it have ended too, or with that of reading, after what was read before is stored.
 */
export async function* storeInTurn<T, R>(
  values: AsyncGenerator<T>,
  store: (value: T) => Promise<R>,
): AsyncGenerator<{ readonly value: T; readonly answer: R }> {
  const underWay: { readonly value: T; readonly answer: Promise<R> }[] = [];
  const next = async () => {
    const first = underWay.shift();
    return first === undefined ? undefined : { value: first.value, answer: await first.answer };
  };
  let failure: { readonly thrown: unknown } | undefined;
  try {
    for (let isMore = true; isMore;) {
      try {
        const { done, value } = await values.next();
        isMore = done !== true;
        if (done !== true) {
          const answer = store(value);
          // Whoever waits for it hears of its failure.
          answer.catch(() => undefined);
          underWay.push({ value, answer });
        }
      } catch (thrown) {
        // What was read before is stored all the same.
        failure = { thrown };
        isMore = false;
      }
      const stored = isMore && underWay.length < UNDER_WAY ? undefined : await next();
      if (stored !== undefined) yield stored;
    }
    for (let stored = await next(); stored !== undefined; stored = await next()) yield stored;
    if (failure !== undefined) throw failure.thrown;
  } finally {
    await Promise.allSettled(underWay.map(({ answer }) => answer));
    await values.return(undefined);
  }
}
