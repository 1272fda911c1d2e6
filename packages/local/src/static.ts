import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import type http from "node:http";
import path from "node:path";
import { fileURLToPath } from "node:url";

const PAGE_FOLDER = fileURLToPath(new URL("../dist/page/", import.meta.url));
/** The plain contact page, for when the page has not been built. */
const FALLBACK_FOLDER = fileURLToPath(new URL("../page/fallback/", import.meta.url));

const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".json": "application/json",
  ".woff2": "font/woff2",
  ".png": "image/png",
  ".ico": "image/x-icon",
};

/** Only files of this server and nothing inline, so that a stored message can never run as a script. */
const HEADERS = {
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
    "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
};

/** Whether the page has been built. */
export function isPageBuilt(): boolean {
  return existsSync(path.join(PAGE_FOLDER, "index.html"));
}

/** Serves the page's files. A path with no file extension gets the page itself, so that its deep links work. */
export async function serveFile(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
  if (request.method !== "GET" && request.method !== "HEAD") {
    response.writeHead(405, { allow: "GET, HEAD", "content-type": "text/plain" }).end("Use GET.\n");
    return;
  }
  const folder = isPageBuilt() ? PAGE_FOLDER : FALLBACK_FOLDER;
  const file = fileOf(folder, request.url ?? "/");
  const content = file && (await readFile(file).catch(() => undefined));
  if (!file || !content) {
    response.writeHead(404, { ...HEADERS, "content-type": "text/plain; charset=utf-8" }).end("Not found.\n");
    return;
  }
  // The build puts a hash of the content into the names of assets.
  const isAsset = file.includes(`${path.sep}assets${path.sep}`);
  response.writeHead(200, {
    ...HEADERS,
    "content-type": TYPES[path.extname(file)] ?? "application/octet-stream",
    "content-length": content.length,
    "cache-control": isAsset ? "public, max-age=31536000, immutable" : "no-cache",
  });
  response.end(request.method === "HEAD" ? undefined : content);
}

/** The file that a URL's path stands for; undefined when it is outside the folder. */
export function fileOf(folder: string, url: string): string | undefined {
  let pathname: string;
  try {
    pathname = decodeURIComponent(new URL(url, "http://localhost").pathname);
  } catch {
    return undefined;
  }
  const file = path.join(folder, path.extname(pathname) === "" ? "index.html" : pathname);
  return file.startsWith(folder) && !file.includes("\0") ? file : undefined;
}
