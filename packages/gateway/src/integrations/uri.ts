import { configurationError } from "../steps/gateway-error.ts";

/** Where a request goes. */
export interface Address {
  readonly secure: boolean;
  /** Scheme and Host header: `https://example.com`. */
  readonly origin: string;
  readonly hostname: string;
  readonly port: number;
  /** Host header. */
  readonly host: string;
  /** Path and query, sent as it is but for characters that HTTP does not allow. */
  readonly path: string;
}

/**
 * Takes an absolute URL apart. Its path is left as it is: `..` in a path parameter must not lead to another resource.
 *
 * @throws GatewayError 500 when it is not a URL
 */
export function parseAddress(url: string): Address {
  const [, scheme = "", authority = "", rest = ""] = /^(https?):\/\/([^/?#]*)([^#]*)/is.exec(url) ?? [];
  const origin = `${scheme.toLowerCase()}://${authority}`;
  const server = servers.get(origin) ?? parseServer(origin, authority);
  const path = rest.startsWith("/") ? rest : `/${rest}`;
  return {
    ...server,
    path: path.replaceAll(/[^\x21-\x7e]+/g, (text) => encodeURIComponent(Buffer.from(text).toString())),
  };
}

/** An API calls the same few servers again and again, unless a stage variable or a path parameter names the host. */
const servers = new Map<string, Omit<Address, "path">>();
const MOST_SERVERS = 100;

function parseServer(origin: string, authority: string): Omit<Address, "path"> {
  if (!authority || !URL.canParse(`http://${authority}`)) throw configurationError("Invalid endpoint address");
  const secure = origin.startsWith("https:");
  const { hostname, port } = new URL(`http://${authority}`);
  const host = authority.replace(/^.*@/s, "");
  const server = {
    secure,
    origin: `${secure ? "https" : "http"}://${host}`,
    hostname: hostname.replace(/^\[(.*)\]$/, "$1"),
    port: port === "" ? (/:80$/.test(authority) || !secure ? 80 : 443) : Number(port),
    host,
  };
  if (servers.size >= MOST_SERVERS) servers.clear();
  servers.set(origin, server);
  return server;
}

/** Parameters by name, with one value or several. */
type Parameters = Readonly<Record<string, string | readonly string[]>>;

/** Puts mapped path parameters in the place of `{name}`. A name that is not mapped stays as it is. */
export function withPathParameters(uri: string, path: Parameters): string {
  if (!uri.includes("{")) return uri;
  return uri.replaceAll(/\{([^{}]+)\}/g, (whole, name) => {
    const value = Object.hasOwn(path, name) ? path[name] : undefined;
    return value === undefined ? whole : [value].flat().join(",");
  });
}

/** Adds parameters to the query string of a URI that may have one already; those of the same name follow each other. */
export function appendQuery(uri: string, ...queries: Parameters[]): string {
  let result = uri;
  let separator = uri.includes("?") ? "&" : "?";
  for (const query of queries) {
    for (const name in query) {
      for (const one of [query[name] ?? []].flat()) {
        result += `${separator}${encodeURIComponent(name)}=${encodeURIComponent(one)}`;
        separator = "&";
      }
    }
  }
  return result;
}
