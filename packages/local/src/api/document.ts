import type http from "node:http";
import { summaryOf, type TraceStore } from "local-api-gateway/trace";
import { readBody, sendJson, sendMessage } from "../cloud/serve.ts";
import { routesOf } from "../program/operations.ts";
import type { Json } from "../program/resources.ts";
import { VERSION } from "./api.ts";
import { type Changes, EMPTY_SNAPSHOT, streamEvents } from "./events.ts";
import { createTemplateEndpoints, type RenderContext } from "./render.ts";
import { readSignatureRequest, signatureOf } from "./signature.ts";
import type { Info, Mistake } from "./wire.ts";

/** API Gateway imports documents of up to 6 MB. https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html */
const MAX_DOCUMENT_BYTES = 6 * 1024 * 1024;

/** What the page is told of an API that is served from its document alone. */
export interface DocumentContext extends Pick<RenderContext, "trial"> {
  /** Base URL of the API. */
  readonly url: string;
  /** First segment of the API's paths: the stage, or a base path. */
  readonly stage: string;
  /** Empty where none was given. */
  readonly apiKey: string;
  readonly traces: TraceStore;
  readonly changes: Changes;
  /** The document that is served now, what differs from AWS, a sentence each, and why the file's last change is not served. */
  current(): { readonly document: Json; readonly notes: readonly string[]; readonly mistake?: Mistake };
  /**
   * Serves another document in its place.
   *
   * @param name What messages call it.
   * @returns why it is not served; undefined where it is
   */
  replace(name: string, text: string): string | undefined;
}

/**
 * The endpoints under `/_local` that the page needs for an API without a program around it. `PUT /document?name=api.json`, with a
 * document as its body, replaces the one that is served, until the server stops.
 */
export function createDocumentApi(context: DocumentContext): http.RequestListener {
  const { url, stage, apiKey, traces, changes, current } = context;
  const templates = () => createTemplateEndpoints({ program: { document: current().document }, trial: context.trial });
  return async (request, response) => {
    const asked = new URL(request.url ?? "/", "http://localhost");
    const path = asked.pathname.replace(/^\/_local/, "");
    const id = /^\/traces\/([^/]+)$/.exec(path)?.[1];
    if (request.method === "GET" && id !== undefined) {
      const trace = traces.get(id);
      return trace ? sendJson(response, 200, trace) : sendMessage(response, 404, `There is no trace of request ${id}.`);
    }
    switch (`${request.method} ${path}`) {
      case "GET /info": {
        const fixed = { url, stage, apiKey, endpoints: {}, outputs: {}, version: VERSION, takesDocuments: true };
        const { notes, mistake } = current();
        const info: Info = { ...fixed, notes, mistake };
        return sendJson(response, 200, info);
      }
      case "GET /openapi":
        return sendJson(response, 200, current().document);
      case "GET /routes":
        return sendJson(response, 200, routesOf(current().document));
      case "GET /traces":
        return sendJson(response, 200, traces.latest(50).map(summaryOf));
      case "GET /services":
        return sendJson(response, 200, EMPTY_SNAPSHOT);
      case "GET /events":
        return streamEvents(response, changes, async () => EMPTY_SNAPSHOT);
      case "POST /signature": {
        const signing = await readSignatureRequest(request, response);
        return signing && sendJson(response, 200, signatureOf(signing, request.headers.host ?? ""));
      }
      case "POST /render":
        return templates().render(request, response);
      case "POST /run":
        return templates().run(request, response);
      case "PUT /templates":
        return templates().save(request, response);
      case "PUT /document": {
        const name = asked.searchParams.get("name") || "the document";
        const reason = context.replace(name, (await readBody(request, MAX_DOCUMENT_BYTES)).toString());
        return reason === undefined ? sendJson(response, 200, { name }) : sendMessage(response, 400, reason);
      }
      default:
        return sendMessage(response, 404, `${path} is of npm start alone; this API is served from its document.`);
    }
  };
}
