// The load generator, in a process of its own that lives for all rounds, so that its own code is compiled too. Each
// message is a load to make, and is answered with what it did.

/** What to send: autocannon's options. */
export interface LoadOptions {
  readonly url: string;
  readonly method: "GET" | "POST";
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Concurrent connections. */
  readonly connections: number;
  /** Seconds. */
  readonly duration: number;
}

/** The part of autocannon's result that is used. */
export interface LoadResult {
  readonly requests: { readonly total: number };
  /** Seconds. */
  readonly duration: number;
  readonly non2xx: number;
  readonly errors: number;
}

// A path in a variable, because the types are checked where autocannon is not installed.
const module = new URL("node_modules/autocannon/autocannon.js", import.meta.url).href;
const { default: autocannon } = await import(module);

process.on("message", async (options: LoadOptions) => {
  process.send?.((await autocannon(options)) as LoadResult);
});
process.on("disconnect", () => process.exit());
