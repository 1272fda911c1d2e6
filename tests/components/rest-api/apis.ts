import type { Integration } from "../../../components/integrations/integration.ts";
import { MockIntegration } from "../../../components/integrations/mock.ts";
import { RestApi, type RestApiArgs } from "../../../components/rest-api/rest-api.ts";
import { run } from "../../../components/testing/run.ts";

/** The arguments that every API must have, but for its routes. */
export const SETTINGS = {
  description: "An API",
  stageName: "test",
  models: {},
  cors: { allowedOrigins: ["https://example.com"] },
  throttling: { rateLimit: 10, burstLimit: 20 },
  logRetentionDays: 7,
};

/** An integration that answers `{}`. */
export function mock(name: string): Integration {
  return new MockIntegration(name, { body: {}, scenarios: {} });
}

/** Makes an API with a mock behind `GET /topics`, or with other routes and arguments. Both are made inside the mock cloud. */
export function makeApi(
  change: () => Partial<RestApiArgs> = () => ({}),
  routes: () => RestApiArgs["routes"] = () => ({ "GET /topics": mock("topics") }),
) {
  return run(() => new RestApi("api", { ...SETTINGS, routes: routes(), ...change() }));
}

/** What is wrong with an API's arguments, and how many resources it made nevertheless. */
export async function refusal(change: () => Partial<RestApiArgs>): Promise<{ message: string; made: string[] }> {
  const { resources, result } = await run(() => {
    const changed = change();
    const args = { ...SETTINGS, ...changed, routes: changed.routes ?? { "GET /topics": mock("topics") } };
    try {
      new RestApi("api", args);
      return "nothing";
    } catch (error) {
      return (error as Error).message;
    }
  });
  return { message: result, made: resources.map(({ name }) => name).filter((name) => name.startsWith("api")) };
}
