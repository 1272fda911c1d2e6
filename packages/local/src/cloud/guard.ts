import type http from "node:http";

/**
 * Whether a request comes from a program on this machine and not from a web page elsewhere: a page's requests carry its
 * `Origin`, images and links of a page `Sec-Fetch-Site` (https://www.w3.org/TR/fetch-metadata/), and a page that had its
 * own name resolved to 127.0.0.1 (DNS rebinding) gives itself away by `Host`.
 */
export function isLocal(request: http.IncomingMessage): boolean {
  const host = hostname(request.headers.host);
  return (
    request.headers.origin === undefined &&
    // `none`: somebody typed the address.
    ["none", undefined].includes(fetchSite(request)) &&
    (host === "127.0.0.1" || host === "[::1]" || /(^|\.)localhost$/.test(host))
  );
}

/** Where a browser says that a request comes from. */
export function fetchSite(request: http.IncomingMessage): string | undefined {
  const site = request.headers["sec-fetch-site"];
  return Array.isArray(site) ? site.join() : site;
}

/** The name or address in a `Host` header, without the port, in lower case. */
export function hostname(host: string | undefined): string {
  return (host ?? "").replace(/:\d+$/, "").toLowerCase();
}
