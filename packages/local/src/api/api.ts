import { readFileSync } from "node:fs";
import type http from "node:http";
import { summaryOf, type TraceStore } from "local-api-gateway/trace";
import { decoded, readJson, sendJson, sendMessage } from "../cloud/serve.ts";
import { routesOf } from "../program/operations.ts";
import { checkCompare, streamComparison, waysOf } from "./compare.ts";
import { type Changes, streamEvents } from "./events.ts";
import { lookInto, redrive } from "./queues.ts";
import { createTemplateEndpoints, type RenderContext } from "./render.ts";
import { readSignatureRequest, signatureOf } from "./signature.ts";
import { createSnapshots, type SnapshotSources } from "./snapshot.ts";
import type { Info, Mistake, Snapshot } from "./wire.ts";

/** Version of the project. */
export const VERSION: string = JSON.parse(
  readFileSync(new URL("../../../../package.json", import.meta.url), "utf8"),
).version;

/** More than any body that these endpoints take. */
const MAX_BODY_BYTES = 64 * 1024;

/** What the endpoints under `/_local` show and change. */
export interface LocalContext extends SnapshotSources, Pick<RenderContext, "trial" | "templateFiles"> {
  readonly traces: TraceStore;
  /** Base URL of the server, for example `http://localhost:3000`. */
  readonly url: string;
  readonly stage: string;
  /** Undefined where the program has no API key. */
  readonly apiKey: string | undefined;
  /** What differs from AWS in this run, a sentence each. */
  readonly notes: readonly string[];
  readonly changes: Changes;
  /** The program's next version, once it is served, takes its own snapshots for the event streams that are open. */
  readonly current: { snapshot: () => Promise<Snapshot>; mistake?: Mistake };
}

/** Answers one endpoint; `first` and `second` are the variable segments of its path, empty where it has fewer. */
type Endpoint = (call: Call, first: string, second: string) => unknown;
interface Call {
  readonly request: http.IncomingMessage;
  readonly response: http.ServerResponse;
  readonly url: URL;
}

/**
 * The endpoints under `/_local`, which show the page (or curl) the effects of the requests:
 *
 * | | |
 * | --- | --- |
 * | `GET /info` | URLs, API key, endpoints, stack outputs, notes |
 * | `GET /openapi`, `GET /routes` | the API's document, its routes |
 * | `GET /traces?limit=50`, `GET /traces/{requestId}` | summaries of the latest requests, the trace of one |
 * | `GET /services`, `GET /events` | the contents of the services, once or as server-sent events |
 * | `GET /queues/{name}/messages` | the messages of a queue |
 * | `POST /queues/{name}/messages/{messageId}/redrive` | sends a dead letter back to its source queue |
 * | `POST /signature` | `{"method", "path", "headers", "body"}`: the headers that sign the request, for routes with IAM authorization |
 * | `POST /render` | `{"template", "scope"}`: what a mapping template renders, its values line by line, or its error |
 * | `POST /run` | `{"route", "source", "template", "request"}`: sends a request with the template in place, this one time |
 * | `PUT /templates` | `{"source", "template"}`: saves a template to the file of the project that it came from |
 * | `PUT /failures/{target}` | `{"failing": true}` makes a part fail |
 * | `POST /compare` | `{"requests", "concurrency"}`: both ways of a submission, as lines of JSON |
 */
export function createLocalApi(context: LocalContext): http.RequestListener {
  const { program, endpoints, services, traces, changes, switches } = context;
  context.current.snapshot = createSnapshots(context);
  const snapshot = () => context.current.snapshot();
  const routes = routesOf(program.document);
  const ways = waysOf(program);
  const templates = createTemplateEndpoints(context);

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
        const trace = traces.get(requestId);
        trace
          ? sendJson(response, 200, trace)
          : sendMessage(response, 404, `There is no trace of request ${requestId}.`);
      },
    ],
    ["GET", /^\/services$/, async ({ response }) => sendJson(response, 200, await snapshot())],
    ["GET", /^\/events$/, ({ response }) => streamEvents(response, changes, snapshot)],
    [
      "GET",
      /^\/queues\/([^/]+)\/messages$/,
      async ({ response }, queue) => {
        const messages = lookInto(services, queue);
        messages
          ? sendJson(response, 200, messages)
          : sendMessage(response, 404, `There is no embedded queue ${queue}.`);
      },
    ],
    [
      "POST",
      /^\/queues\/([^/]+)\/messages\/([^/]+)\/redrive$/,
      async ({ response }, queue, messageId) => {
        const result = await redrive(program, endpoints, queue, messageId);
        sendJson(response, "messageId" in result ? 200 : 404, result);
      },
    ],
    [
      "POST",
      /^\/signature$/,
      async ({ request, response }) => {
        const asked = await readSignatureRequest(request, response, MAX_BODY_BYTES);
        if (asked) sendJson(response, 200, signatureOf(asked, request.headers.host ?? ""));
      },
    ],
    ["POST", /^\/render$/, ({ request, response }) => templates.render(request, response)],
    ["POST", /^\/run$/, ({ request, response }) => templates.run(request, response)],
    ["PUT", /^\/templates$/, ({ request, response }) => templates.save(request, response)],
    [
      "PUT",
      /^\/failures\/([^/]+)$/,
      async ({ request, response }, target) => {
        const failing = (await readJson(request, MAX_BODY_BYTES))?.failing;
        if (typeof failing !== "boolean") {
          sendMessage(response, 400, 'The body must be {"failing": true} or {"failing": false}.');
        } else if (switches.set(target, failing)) {
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
        const asked = checkCompare(await readJson(request, MAX_BODY_BYTES));
        if (!ways) {
          sendMessage(
            response,
            404,
            "The comparison needs a POST route to SQS with an example and a POST route to a Lambda proxy function.",
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
    const matching = answers.filter(([, pattern]) => pattern.test(path));
    const found = matching.find(([method]) => method === request.method);
    if (!found) {
      const allow = matching.map(([method]) => method).join(", ");
      const message = allow ? `Use ${allow}.` : `There is no ${path}.`;
      response.setHeader("allow", allow);
      sendMessage(response, allow ? 405 : 404, message);
      return;
    }
    const [, pattern, endpoint] = found;
    const [, first = "", second = ""] = pattern.exec(path) ?? [];
    await endpoint({ request, response, url }, decoded(first), decoded(second));
  };
}

function infoOf({ url, stage, apiKey = "", endpoints, program, notes, current }: LocalContext): Info {
  const { mistake } = current;
  return {
    url: `${url}/${stage}`,
    stage,
    apiKey,
    endpoints,
    outputs: program.outputs,
    notes,
    version: VERSION,
    mistake,
  };
}
