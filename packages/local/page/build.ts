/**
 * Builds the page; `npm ci` runs it as the `prepare` script.
 * Vite is a development dependency: `npm ci --omit=dev` (a deployment to AWS) has no page to build, and no error.
 */
async function build(): Promise<void> {
  const vite = await import("vite").catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ERR_MODULE_NOT_FOUND" || !error.message.includes("'vite'")) {
      throw error;
    }
  });
  await vite?.build({ configFile: new URL("vite.config.ts", import.meta.url).pathname, logLevel: "warn" });
}

await build();
