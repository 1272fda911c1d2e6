import type http from "node:http";
import { isIP } from "node:net";
import { hostname as machineName } from "node:os";
import { fetchSite, hostname } from "../cloud/guard.ts";

/**
 * Whether a request may see and change what is behind the API: a page of another origin may not, nor one that had its own
 * name resolved to this machine (DNS rebinding).
 *
 * @param host The address that `--host` gave.
 * @param port The port that is served.
 */
export function isAllowed(request: http.IncomingMessage, host: string, port: number): boolean {
  const { host: given = "", origin } = request.headers;
  const name = hostname(given);
  const bare = name.replace(/^\[|\]$/g, "");
  const known = ["localhost", "127.0.0.1", "[::1]", host].includes(name);
  // With --host others on the network may look too, by address or by this machine's name; no attacker controls those.
  const invited = host !== "127.0.0.1" && (isIP(bare) !== 0 || name === machineName().toLowerCase());
  const samePort = given.endsWith(`:${port}`) || (port === 80 && !/:\d+$/.test(given));
  const ownSite = ["same-origin", "none", undefined].includes(fetchSite(request));
  return ownSite && (known || invited) && samePort && (origin === undefined || origin === `http://${given}`);
}
