import type { StepName } from "../api/types.ts";

/** What the steps of a request's way are called in API Gateway's console. */
export const STEP_NAMES: Record<StepName, string> = {
  route: "Route",
  authorize: "Authorize",
  apiKey: "API key",
  validate: "Validate",
  integrationRequest: "Integration request",
  integration: "Integration",
  integrationResponse: "Integration response",
  methodResponse: "Method response",
  gatewayResponse: "Gateway response",
};
