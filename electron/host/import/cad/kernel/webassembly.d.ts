/** The few names of WebAssembly that kernels and the simplifier use: Node has them, its type package does not. */
declare namespace WebAssembly {
  class Module {
    constructor(bytes: Uint8Array);
    private readonly brand: never;
  }
  class Instance {
    constructor(module: Module, imports: Readonly<Record<string, Readonly<Record<string, unknown>>>>);
    readonly exports: Readonly<Record<string, unknown>>;
  }
  /** A trap: the module ran into what it can't do, as for want of memory. */
  class RuntimeError extends Error {}
  function compile(bytes: Uint8Array): Promise<Module>;
}
