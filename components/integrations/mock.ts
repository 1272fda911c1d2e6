import type * as pulumi from "@pulumi/pulumi";
import { checkArguments, refuse } from "../arguments.ts";
import type { IntegrationResponse, Operation } from "../openapi.ts";
import { jsonTemplate, libraryTemplate, template } from "../templates/templates.ts";
import { typeToken, withFormerType } from "../tokens.ts";
import { Integration, type IntegrationArgs } from "./integration.ts";
import { constantHeaders, declaredHeaders, jsonResponse } from "./responses.ts";

/** A response that a client gets with `?simulate={status}`. */
export interface MockScenario {
  /** Header name to value. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The response's JSON. */
  readonly body: unknown;
}

/** Arguments of `MockIntegration`. */
export interface MockIntegrationArgs extends IntegrationArgs {
  /** The JSON that the mock answers with, status 200. */
  readonly body: unknown;
  /** Status code, for example `"503"`, to the response with that status; default none. */
  readonly scenarios?: Readonly<Record<string, MockScenario>>;
}

/** API Gateway answers without a backend: static JSON, or the scenario that the query parameter `simulate` names. */
export class MockIntegration extends Integration {
  readonly kind = "mock";
  readonly operation: pulumi.Output<Operation>;

  constructor(name: string, args: MockIntegrationArgs, opts?: pulumi.ComponentResourceOptions) {
    const scenarios = args.scenarios ?? {};
    checkArguments(`MockIntegration "${name}"`, () => checkScenarios(scenarios));
    super(typeToken("MockIntegration"), name, {}, withFormerType(opts, "contact-us:integrations:MockIntegration"));
    this.operation = template(libraryTemplate("mock.vtl"), { scenarios: Object.keys(scenarios) }).apply(
      (requestTemplate) => mockOperation(args, Object.entries(scenarios), requestTemplate),
    );
    this.registerOutputs();
  }
}

function mockOperation(
  { summary, body }: MockIntegrationArgs,
  scenarios: readonly (readonly [status: string, scenario: MockScenario])[],
  requestTemplate: string,
): Operation {
  return {
    summary,
    parameters:
      scenarios.length === 0 ? [] : [{ name: "simulate", in: "query", required: false, schema: { type: "string" } }],
    responses: {
      "200": { description: "OK" },
      ...Object.fromEntries(scenarios.map(([status, { headers = {} }]) => [status, methodResponse(status, headers)])),
    },
    "x-amazon-apigateway-integration": {
      type: "mock",
      passthroughBehavior: "never",
      requestTemplates: { "application/json": requestTemplate },
      responses: {
        default: jsonResponse("200", jsonTemplate(body)),
        ...Object.fromEntries(scenarios.map(([status, scenario]) => [status, integrationResponse(status, scenario)])),
      },
    },
  };
}

function methodResponse(status: string, headers: Readonly<Record<string, string>>): Operation["responses"][string] {
  return { description: `The simulated ${status}`, headers: declaredHeaders(Object.keys(headers)) };
}

function integrationResponse(statusCode: string, { headers = {}, body }: MockScenario): IntegrationResponse {
  return { ...jsonResponse(statusCode, jsonTemplate(body)), responseParameters: constantHeaders(headers) };
}

function checkScenarios(scenarios: Readonly<Record<string, MockScenario>>): void {
  for (const [status, { headers = {} }] of Object.entries(scenarios)) {
    if (!/^[45]\d\d$/.test(status)) {
      refuse("scenarios", `expected names that are the status codes to answer, 400 to 599, got "${status}"`);
    }
    for (const [name, value] of Object.entries(headers)) {
      if (value.includes("'")) refuse(`scenarios["${status}"].headers["${name}"]`, `expected no ', got "${value}"`);
    }
  }
}
