import { defineConfig } from "vite";

/**
 * Builds the page into `dist/page`, which `npm start` serves.
 * No asset is inlined as a `data:` URL: the page's Content-Security-Policy is `default-src 'self'`.
 */
export default defineConfig({
  root: import.meta.dirname,
  // In `npx vite`, the page's requests go to a running `npm start`.
  server: {
    proxy: Object.fromEntries(
      ["/_local", "/dev"].map((path) => [path, { target: "http://127.0.0.1:3000", changeOrigin: true }]),
    ),
  },
  // The gateway as it stands here, and not as it was last built.
  resolve: { conditions: ["source", "browser"] },
  build: {
    outDir: "../dist/page",
    emptyOutDir: true,
    // The first versions with CSS `light-dark()`.
    target: ["chrome123", "firefox120", "safari17.5"],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      // Says which plugin took how long on a busy machine; `npm ci` is to be quiet.
      checks: { pluginTimings: false },
    },
  },
});
