import { remembered } from "../remembered.ts";
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
  const [, server = "", rest = ""] = /^(https?:\/\/[^/?#]*)([^#]*)/is.exec(url) ?? [];
  const { secure, origin, hostname, port, host } = remembered(servers, MOST_SERVERS, server, parseServer);
  const path = rest.startsWith("/") ? rest : `/${rest}`;
  // Without a spread, which would take longer than all the rest.
  return { secure, origin, hostname, port, host, path: UNSENDABLE.test(path) ? encodeUnsendable(path) : path };
}

const UNSENDABLE = /[^\x21-\x7e]/;

const encodeUnsendable = (path: string) =>
  path.replaceAll(/[^\x21-\x7e]+/g, (text) => encodeURIComponent(Buffer.from(text).toString()));

/** An API calls the same few servers again and again, unless a stage variable or a path parameter names the host. */
const servers = new Map<string, Omit<Address, "path">>();
const MOST_SERVERS = 100;

function parseServer(url: string): Omit<Address, "path"> {
  const [scheme = "", authority] = url.split("://", 2);
  if (!authority || !URL.canParse(`http://${authority}`)) throw configurationError("Invalid endpoint address");
  const secure = scheme.toLowerCase() === "https";
  const { hostname, port } = new URL(`http://${authority}`);
  const host = authority.replace(/^.*@/s, "");
  return {
    secure,
    origin: `${secure ? "https" : "http"}://${host}`,
    hostname: hostname.replace(/^\[(.*)\]$/, "$1"),
    port: port === "" ? (/:80$/.test(authority) || !secure ? 80 : 443) : Number(port),
    host,
  };
}

/** Parameters by name, with one value or several. */
type Parameters = Readonly<Record<string, string | readonly string[]>>;

/** Puts mapped path parameters in the place of `{name}`. A name that is not mapped stays as it is. */
export function withPathParameters(uri: string, path: Parameters): string {
  if (!uri.includes("{")) return uri;
  return uri.replaceAll(/\{([^{}]+)\}/g, (whole, name) => {
    const value = Object.hasOwn(path, name) ? path[name] : undefined;
    return typeof value === "object" ? value.join(",") : (value ?? whole);
  });
}

/** Adds parameters to the query string of a URI that may have one already; those of the same name follow each other. */
export function appendQuery(uri: string, ...queries: Parameters[]): string {
  let result = uri;
  let separator = uri.includes("?") ? "&" : "?";
  for (const query of queries) {
    for (const name in query) {
      for (const one of listOf(query[name])) {
        result += `${separator}${encodeURIComponent(name)}=${encodeURIComponent(one)}`;
        separator = "&";
      }
    }
  }
  return result;
}

const listOf = (values: string | readonly string[] = []) => (typeof values === "string" ? [values] : values);
