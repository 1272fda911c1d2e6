import type http from "node:http";
import { sendJson, sendMessage } from "../cloud/serve.ts";
import { routesOf } from "../program/operations.ts";
import type { Program } from "../program/resources.ts";
import { VERSION } from "./api.ts";
import { type Changes, EMPTY_SNAPSHOT, streamEvents } from "./events.ts";
import { readSignatureRequest, signatureOf } from "./signature.ts";
import type { Info } from "./wire.ts";

/** What the page is told of a deployed API. */
export interface DeployedContext {
  /** The program as it is on this machine. */
  readonly program: Pick<Program, "document">;
  /** Base URL of the deployed API, with its stage. */
  readonly url: string;
  /** Stage of the program: the first segment of the paths that this server passes on. */
  readonly stage: string;
  readonly apiKey: string;
  readonly notes: readonly string[];
  readonly changes: Changes;
}

/** The endpoints under `/_local` that a page needs for a deployed API; those for what only localhost has answer 404. */
export function createDeployedApi(context: DeployedContext): http.RequestListener {
  const { program, url, stage, apiKey, notes, changes } = context;
  const info: Info = { url, stage, apiKey, endpoints: {}, outputs: {}, notes, version: VERSION, deployed: true };
  return async (request, response) => {
    const path = new URL(request.url ?? "/", "http://localhost").pathname.replace(/^\/_local/, "");
    const id = /^\/traces\/(.+)$/.exec(path)?.[1];
    switch (`${request.method} ${path}`) {
      case "GET /info":
        return sendJson(response, 200, info);
      case "GET /openapi":
        return sendJson(response, 200, program.document);
      case "GET /routes":
        return sendJson(response, 200, routesOf(program.document));
      case "GET /traces":
        return sendJson(response, 200, []);
      case "GET /services":
        return sendJson(response, 200, EMPTY_SNAPSHOT);
      case "GET /events":
        return streamEvents(response, changes, async () => EMPTY_SNAPSHOT);
      case "POST /signature":
        return sign(context, request, response);
      default:
        return sendMessage(
          response,
          404,
          id === undefined
            ? `${path} is of localhost alone; this page is for a deployed API.`
            : `The API is deployed; its logs in CloudWatch have the request ${id}.`,
        );
    }
  };
}

/** Signs for the deployed API, with the environment's credentials. */
async function sign({ url, stage }: DeployedContext, request: http.IncomingMessage, response: http.ServerResponse) {
  const asked = await readSignatureRequest(request, response);
  if (!asked) return;
  if (!process.env.AWS_ACCESS_KEY_ID) {
    return sendMessage(
      response,
      400,
      "The request cannot be signed: npm start needs AWS credentials in its environment.",
    );
  }
  const { host, pathname } = new URL(url);
  const path = pathname.replace(/\/$/, "") + asked.path.slice(1 + stage.length);
  const region = /\.execute-api\.([a-z0-9-]+)\./.exec(host)?.[1] ?? process.env.AWS_REGION;
  // The page's own Host is that of this server; what is signed is the one that the request is passed on with.
  const { host: _, ...signed } = signatureOf({ ...asked, path }, host, region);
  return sendJson(response, 200, signed);
}
