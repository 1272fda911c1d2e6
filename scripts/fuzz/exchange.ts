/** A request as it goes over the socket. */
export interface RawRequest {
  /** The route that it is meant for, or what is odd about it. */
  readonly kind: string;
  readonly method: string;
  /** As in the request line, after the base URL's path; one that does not begin with a slash is sent as it is. */
  readonly target: string;
  /** Default `HTTP/1.1`. */
  readonly version?: string;
  /** Header lines without the line break. */
  readonly headers: readonly string[];
  readonly body: Buffer;
  /** Where HTTP's rules leave open where the request ends: nothing after it may be answered as a request of its own. */
  readonly isAmbiguous?: boolean;
}

/** A response, whichever way it came. */
export interface Response {
  /** 0 where the connection ended without a response. */
  readonly status: number;
  /** Names in lower case and values in turn. */
  readonly headers: readonly string[];
  readonly body: string;
}

/** The names in a list of headers, in lower case. */
export function headerNames(headers: readonly string[]): string[] {
  return headers.filter((_, at) => at % 2 === 0);
}

/** The first value of a header. */
export function headerOf(headers: readonly string[], name: string): string | undefined {
  const at = headerNames(headers).indexOf(name);
  return at < 0 ? undefined : headers[at * 2 + 1];
}

/** Whether a request has a clear end, so that another one may follow it on a connection. */
export function isClear(request: RawRequest): boolean {
  return isHttp(request) && !request.kind.startsWith("bent");
}

/** Whether a request can reach a gateway at all: Node's parser refuses any other with a 400 before that. */
export function isHttp({ method, target, headers, version = "HTTP/1.1" }: RawRequest): boolean {
  return (
    version === "HTTP/1.1" &&
    /^[A-Z]+$/.test(method) &&
    /^\/[\x21-\x7e]*$/.test(target) &&
    headers.every((line) => /^[!#$%&'*+\-.^`|~\w]+:[\t\x20-\x7e\x80-\xff]*$/.test(line))
  );
}
