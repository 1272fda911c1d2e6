import type http from "node:http";
import { readBody } from "../cloud/serve.ts";
import { routesOf } from "../program/operations.ts";
import { checkCompare, streamComparison, waysOf } from "./compare.ts";
import type { LocalContext } from "./context.ts";
import { streamEvents, summaryOf } from "./events.ts";
import { infoOf } from "./info.ts";
import { lookInto, redrive } from "./queues.ts";
import { sendJson, sendMessage } from "./respond.ts";
import { createSnapshots } from "./snapshot.ts";

/** Answers one endpoint: path segments after the fixed ones, in their order. */
type Endpoint = (call: Call, ...segments: string[]) => unknown;
interface Call {
  readonly request: http.IncomingMessage;
  readonly response: http.ServerResponse;
  readonly url: URL;
}

/**
 * The endpoints under `/_local`, through which the page (or curl) sees what the requests left behind:
 *
 * | | |
 * | --- | --- |
 * | `GET /info` | URLs, API key, endpoints, stack outputs, notes |
 * | `GET /openapi`, `GET /routes` | the API's document, its routes |
 * | `GET /traces?limit=50`, `GET /traces/{requestId}` | the latest requests, one request's way |
 * | `GET /services`, `GET /events` | what is in the services, once or as server-sent events |
 * | `GET /queues/{name}/messages` | a look into a queue |
 * | `POST /queues/{name}/messages/{messageId}/redrive` | sends a dead letter back |
 * | `PUT /failures/{target}` | `{"failing": true}` makes a part fail |
 * | `POST /compare` | `{"requests", "concurrency"}`: both ways of a submission, as lines of JSON |
 */
export function createLocalApi(context: LocalContext): http.RequestListener {
  const { program, endpoints, services, traces, changes, switches } = context;
  const snapshot = createSnapshots(context);
  const routes = routesOf(program.document);
  const ways = waysOf(program);

  const answers: readonly [method: string, path: RegExp, endpoint: Endpoint][] = [
    ["GET", /^\/info$/, ({ response }) => sendJson(response, 200, infoOf(context))],
    ["GET", /^\/openapi$/, ({ response }) => sendJson(response, 200, program.document)],
    ["GET", /^\/routes$/, ({ response }) => sendJson(response, 200, routes)],
    [
      "GET",
      /^\/traces$/,
      ({ response, url }) => {
        const limit = Number(url.searchParams.get("limit") ?? 50) || 50;
        sendJson(response, 200, traces.latest(limit).map(summaryOf));
      },
    ],
    [
      "GET",
      /^\/traces\/([^/]+)$/,
      ({ response }, requestId) => {
        const trace = traces.get(requestId as string);
        trace
          ? sendJson(response, 200, trace)
          : sendMessage(response, 404, `There is no trace of ${requestId} any more.`);
      },
    ],
    ["GET", /^\/services$/, async ({ response }) => sendJson(response, 200, await snapshot())],
    ["GET", /^\/events$/, ({ response }) => streamEvents(response, changes, snapshot)],
    [
      "GET",
      /^\/queues\/([^/]+)\/messages$/,
      async ({ response }, queue) => {
        const messages = await lookInto(services, queue as string);
        messages ? sendJson(response, 200, messages) : sendMessage(response, 404, `There is no queue ${queue} here.`);
      },
    ],
    [
      "POST",
      /^\/queues\/([^/]+)\/messages\/([^/]+)\/redrive$/,
      async ({ response }, queue, messageId) => {
        const result = await redrive(program, endpoints, queue as string, messageId as string);
        sendJson(response, "messageId" in result ? 200 : 404, result);
      },
    ],
    [
      "PUT",
      /^\/failures\/([^/]+)$/,
      async ({ request, response }, target) => {
        const failing = (await readJson(request))?.failing;
        if (typeof failing !== "boolean") {
          sendMessage(response, 400, 'The body must be {"failing": true} or {"failing": false}.');
        } else if (switches.set(target as string, failing)) {
          sendJson(response, 200, { target, failing });
        } else {
          const known = switches.list().map((failure) => failure.target);
          sendMessage(response, 404, `There is no switch ${target}; there are ${known.join(", ")}.`);
        }
      },
    ],
    [
      "POST",
      /^\/compare$/,
      async ({ request, response }) => {
        const asked = checkCompare(await readJson(request));
        if (!ways) {
          sendMessage(
            response,
            404,
            "This API does not have both ways: POST to SQS with an example, and to a function.",
          );
        } else if (typeof asked === "string") {
          sendMessage(response, 400, asked);
        } else {
          await streamComparison(response, `${context.url}/${context.stage}`, ways, asked);
        }
      },
    ],
  ];

  return async (request, response) => {
    const url = new URL(request.url ?? "/", "http://localhost");
    const path = url.pathname.replace(/^\/_local/, "");
    const there = answers.filter(([, pattern]) => pattern.test(path));
    const found = there.find(([method]) => method === request.method);
    if (!found) {
      const allow = there.map(([method]) => method).join(", ");
      const message = allow ? `Use ${allow}.` : `There is no ${path}.`;
      response.setHeader("allow", allow);
      sendMessage(response, allow ? 405 : 404, message);
      return;
    }
    const segments = (found[1].exec(path) as RegExpExecArray).slice(1).map(decodeSegment);
    await found[2]({ request, response, url }, ...segments);
  };
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

// biome-ignore lint/suspicious/noExplicitAny: checked by each endpoint
async function readJson(request: http.IncomingMessage): Promise<any> {
  try {
    return JSON.parse((await readBody(request)).toString());
  } catch {
    return undefined;
  }
}
