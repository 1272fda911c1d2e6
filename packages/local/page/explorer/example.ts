import type { StepName } from "../../src/api/wire.ts";

/** A request worth sending, and what to look for in its trace. */
export interface Example {
  name: string;
  /** What it shows, in a sentence. */
  shows: string;
  method?: string;
  /** Path with query, without the stage. */
  path: string;
  headers?: Record<string, string>;
  body?: string;
  /** A failure to switch on for this one request, and off again after it. */
  failing?: string;
  /** Leaves out the API key that the route needs. */
  withoutKey?: boolean;
  /** Leaves out the signature that the route needs. */
  withoutSignature?: boolean;
  /** A request that is sent before it, so that there is something to find. */
  first?: { method: string; path: string; body: string };
  /** The status of the response; absent where the document does not tell. */
  status?: number;
  /** The step that decides on the response: `integration` where the backend does. */
  decidedBy: StepName;
}

/** Who answers an example, and with which status: the part of its description that a test holds against the trace. */
export function claimOf({ status, decidedBy, failing }: Example, answerer: string): string {
  const who = {
    authorize: "API Gateway's authorizer",
    apiKey: "API Gateway, which checks the API key first",
    validate: "API Gateway's request validation",
    integrationRequest: "API Gateway's integration request",
  }[decidedBy as string];
  if (who === undefined && failing !== undefined) {
    return `${status === undefined ? "An error" : status}, because ${answerer} fails for this one request.`;
  }
  return status === undefined ? `${capital(who ?? answerer)} answers.` : `${status} from ${who ?? answerer}.`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
