import type http from "node:http";
import { isIP } from "node:net";
import { hostname as machineName } from "node:os";

/**
 * Whether a request comes from a program on this machine and not from a browser: a page's requests carry its `Origin`, all
 * others of a browser `Sec-Fetch-Site` (https://www.w3.org/TR/fetch-metadata/), and a page that had its own name resolved to
 * 127.0.0.1 (DNS rebinding) is recognised by `Host`. `Sec-Fetch-Site: none` is refused too: a browser sends it for an address
 * that a user typed and that another site redirected here, and SQS and SNS take changes by GET. A target that is an absolute
 * URL is for a proxy, which these servers are not; its host would count, whatever `Host` says.
 */
export function isLocal(request: http.IncomingMessage): boolean {
  const host = hostname(request.headers.host);
  const isAbsolute = /^[a-z][a-z0-9+.-]*:/i.test(request.url ?? "/");
  return (
    request.headers.origin === undefined &&
    fetchSite(request) === undefined &&
    !isAbsolute &&
    (host === "127.0.0.1" || host === "[::1]" || /(^|\.)localhost$/.test(host))
  );
}

/**
 * Whether a request may use the endpoints under `/_local`: a page of another origin may not, and neither may a page that had
 * its own name resolved to this machine (DNS rebinding).
 *
 * @param host The address that `--host` gave.
 * @param port The port of the server.
 */
export function isAllowed(request: http.IncomingMessage, host: string, port: number): boolean {
  const { host: given = "", origin } = request.headers;
  const samePort = given.endsWith(`:${port}`) || (port === 80 && !/:\d+$/.test(given));
  const ownSite = ["same-origin", "none", undefined].includes(fetchSite(request));
  return ownSite && isOwnHost(request, host) && samePort && (origin === undefined || origin === `http://${given}`);
}

/**
 * Whether a request's `Host` is a name of this machine, and not another name that was made to lead here.
 *
 * @param host The address that `--host` gave.
 */
export function isOwnHost(request: http.IncomingMessage, host: string): boolean {
  const name = hostname(request.headers.host);
  const bare = name.replace(/^\[|\]$/g, "");
  const known = ["localhost", "127.0.0.1", "[::1]", host].includes(name);
  // With --host the network may call too, by address or by this machine's name; an attacker controls neither.
  const invited = host !== "127.0.0.1" && (isIP(bare) !== 0 || name === machineName().toLowerCase());
  return known || invited;
}

/** Value of a browser's `Sec-Fetch-Site` header. */
function fetchSite(request: http.IncomingMessage): string | undefined {
  const site = request.headers["sec-fetch-site"];
  return Array.isArray(site) ? site.join() : site;
}

/** The name or address in a `Host` header, without the port, in lower case. */
function hostname(host: string | undefined): string {
  return (host ?? "").replace(/:\d+$/, "").toLowerCase();
}
