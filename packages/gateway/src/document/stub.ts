import type { Integration } from "../api.ts";
import { createTemplate } from "../mapping/template.ts";

/** An integration that answers for a backend which has no address on this machine, and says so. */
export function stubIntegration(backend: string, timeoutInMillis: number): Integration {
  const message = JSON.stringify({ message: `Stub: ${backend} has no address on this machine` });
  return {
    type: "mock",
    target: { kind: "mock" },
    timeoutInMillis,
    requestParameters: [],
    // For requests of any content type.
    requestTemplates: new Map([["$default", createTemplate("$default", '{"statusCode": 200}')]]),
    passthroughBehavior: "never",
    responses: [
      {
        status: 200,
        responseParameters: [],
        responseTemplates: new Map([["application/json", createTemplate("application/json", message)]]),
      },
    ],
  };
}
