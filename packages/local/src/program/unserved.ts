import { operationsOf } from "./operations.ts";
import type { Json, Program } from "./resources.ts";

/** A route that cannot be served on this machine, and why. */
export interface Unserved {
  /** For example `POST /orders`. */
  readonly route: string;
  readonly reason: string;
}

/**
 * The document with an answer in the place of each integration that cannot be served: 501, with the reason. What comes before
 * the integration, such as an authorizer or a model, stays.
 *
 * @param reasonOf Says of an `x-amazon-apigateway-integration` why it cannot be served; undefined for one that can.
 */
export function withUnserved(
  document: Program["document"],
  reasonOf: (integration: Json) => string | undefined,
): { document: Program["document"]; unserved: Unserved[] } {
  const served = structuredClone(document);
  const unserved = operationsOf(served).flatMap(({ method, path, operation }) => {
    const integration = operation[INTEGRATION] ?? {};
    const reason: string | undefined = integration[UNSERVED] ?? reasonOf(integration);
    if (reason === undefined) {
      return [];
    }
    operation[INTEGRATION] = answer(reason);
    operation.responses = { ...operation.responses, 501: { description: "Not served on localhost" } };
    return [{ route: `${method} ${path}`, reason }];
  });
  return { document: served, unserved };
}

/** Field of an integration that was composed here: why it cannot be served. */
export const UNSERVED = "x-localhost-unserved";

const INTEGRATION = "x-amazon-apigateway-integration";

function answer(reason: string): Json {
  // The text is JSON in a mapping template, where $ and # mean something.
  const message = JSON.stringify(`Not served on localhost: ${reason}`).replace(
    /[$#]/g,
    (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`,
  );
  return {
    type: "mock",
    // Where every media type is binary, a template gets its text by this alone.
    contentHandling: "CONVERT_TO_TEXT",
    requestTemplates: { $default: '{"statusCode": 501}' },
    passthroughBehavior: "never",
    responses: {
      default: {
        statusCode: "501",
        contentHandling: "CONVERT_TO_TEXT",
        responseTemplates: { "application/json": `{"message": ${message}}` },
      },
    },
  };
}
