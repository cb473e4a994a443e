/** Waits that can be cut short. A wake that comes while nobody sleeps counts for the next sleep: none is lost. */
export class Sleeper {
  #isWoken = false;
  #wake: (() => void) | undefined;

  wake(): void {
    this.#isWoken = true;
    this.#wake?.();
  }

  /** Until woken, or `ms` are over; without `ms` only until woken. */
  async sleep(ms?: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    if (!this.#isWoken)
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        if (ms !== undefined) timer = setTimeout(resolve, ms);
      });
    clearTimeout(timer);
    this.#wake = undefined;
    this.#isWoken = false;
  }
}
