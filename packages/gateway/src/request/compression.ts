import { deflateSync, gunzipSync, gzipSync, inflateSync } from "node:zlib";
import { GatewayError } from "../steps/gateway-error.ts";
import type { Context } from "./context.ts";
import { headerValue, setHeader } from "./headers.ts";
import type { MethodResponse } from "./messages.ts";

/** Bytes that a body may have when it is unpacked, as one that came so. */
const MAX_BODY_BYTES = 10 * 1024 * 1024;

/**
 * Payload compression, which an API has when its document sets `x-amazon-apigateway-minimum-compression-size`: a compressed
 * request body is unpacked before anything reads it, and a response body from that size on is packed in the way that the client
 * accepts.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-gzip-compression-decompression.html
 */

interface Coding {
  readonly pack: (body: Buffer) => Buffer;
  readonly unpack: (body: Buffer, most: number) => Buffer;
}

const CODINGS: ReadonlyMap<string, Coding> = new Map([
  ["gzip", { pack: (body) => gzipSync(body), unpack: (body, most) => gunzipSync(body, { maxOutputLength: most }) }],
  [
    "deflate",
    { pack: (body) => deflateSync(body), unpack: (body, most) => inflateSync(body, { maxOutputLength: most }) },
  ],
] satisfies [string, Coding][]);

/**
 * Unpacks the request's body.
 *
 * @throws GatewayError 400 for a body that is not packed as its Content-Encoding says, 413 for one that unpacks to more
 */
export function unpackBody(context: Context): void {
  const { api, req, body } = context;
  if (api.minimumCompressionSize === undefined || body.length === 0) return;
  const coding = CODINGS.get(headerValue(req.rawHeaders, "content-encoding")?.trim().toLowerCase() ?? "");
  if (!coding) return;
  try {
    context.body = coding.unpack(body, MAX_BODY_BYTES);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE") {
      const message = `HTTP content length exceeded ${MAX_BODY_BYTES} bytes.`;
      throw new GatewayError("REQUEST_TOO_LARGE", message, { isPlainText: true });
    }
    throw new GatewayError("DEFAULT_4XX", "Unable to decompress the request body");
  }
}

/** Packs the response's body, where it is long enough and the client accepts a coding. */
export function packBody({ api, req }: Context, response: MethodResponse): void {
  const { minimumCompressionSize } = api;
  if (minimumCompressionSize === undefined) return;
  const size = Buffer.byteLength(response.body);
  if (size === 0 || size < minimumCompressionSize) return;
  if (headerValue(response.headers, "content-encoding") !== undefined) return;
  const name = acceptedCoding(headerValue(req.rawHeaders, "accept-encoding"));
  const coding = name === undefined ? undefined : CODINGS.get(name);
  if (name === undefined || !coding) return;
  response.body = coding.pack(typeof response.body === "string" ? Buffer.from(response.body) : response.body);
  setHeader(response.headers, "Content-Encoding", name);
}

/** The coding that the client prefers; of equal ones gzip. Undefined where it accepts none. */
function acceptedCoding(accept: string | undefined): string | undefined {
  const weights = new Map(
    (accept ?? "").split(",").map((entry): [string, number] => {
      const [name = "", ...parameters] = entry.split(";").map((part) => part.trim().toLowerCase());
      const quality = parameters.find((parameter) => parameter.startsWith("q="))?.slice(2);
      return [name, quality === undefined ? 1 : Number(quality)];
    }),
  );
  const weightOf = (name: string) => weights.get(name) ?? weights.get("*") ?? 0;
  const [best] = [...CODINGS.keys()].sort((a, b) => weightOf(b) - weightOf(a));
  return best !== undefined && weightOf(best) > 0 ? best : undefined;
}
