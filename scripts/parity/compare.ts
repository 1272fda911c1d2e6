import type { DeployedApi } from "../../packages/local/src/deployed-api.ts";
import { UserError } from "../../packages/local/src/options.ts";
import { type Difference, differencesOf } from "./differences.ts";
import { changesData, type ParityRequest } from "./requests.ts";
import { type Answer, send } from "./send.ts";

/** A request with both answers. */
export interface Comparison {
  readonly request: ParityRequest;
  readonly deployed: Answer;
  readonly localhost: Answer;
  readonly differences: readonly Difference[];
}

/** What a run found. */
export interface Result {
  readonly comparisons: readonly Comparison[];
  /** Resource paths that localhost has and the deployed API has not. */
  readonly notDeployed: readonly string[];
  /** Requests that `--read-only` left out. */
  readonly leftOut: number;
  /** Requests for routes with IAM authorization that nobody signed. */
  readonly unsigned: number;
}

/** The two sides of a comparison. */
export interface Sides {
  readonly deployed: DeployedApi;
  readonly localhost: DeployedApi;
}

/**
 * Sends each request to both sides, one request after the other, since some find what others left.
 *
 * @param sign Whether there are credentials to sign with.
 * @throws UserError when the deployed API has none of the paths: it is another API, or another stage.
 */
export async function compare(
  sides: Sides,
  requests: readonly ParityRequest[],
  { readOnly, sign }: { readonly readOnly: boolean; readonly sign: boolean },
): Promise<Result> {
  const ask = async (request: ParityRequest): Promise<Comparison> => {
    const [deployed, localhost] = await Promise.all([
      send(sides.deployed, request, sign),
      send(sides.localhost, request, sign),
    ]);
    const differences = differencesOf(deployed, localhost, request.thirdParty);
    return { request, deployed, localhost, differences };
  };

  const preflights = requests.filter(({ name }) => name === "Preflight");
  const notDeployed: string[] = [];
  for (const preflight of preflights) {
    const { deployed, localhost } = await ask(preflight);
    if (deployed.status === 403 && localhost.status !== 403) notDeployed.push(preflight.resource ?? "");
  }
  if (preflights.length > 0 && notDeployed.length === preflights.length) {
    throw new UserError(
      `--url ${sides.deployed.url}: none of the API's paths is there; it is another API, or another stage`,
    );
  }
  const there = requests.filter(({ resource }) => resource === undefined || !notDeployed.includes(resource));
  const sent = there.filter((request) => !readOnly || !changesData(request));
  const comparisons: Comparison[] = [];
  for (const request of sent) {
    comparisons.push(await ask(request));
  }
  const unsigned = sign ? 0 : sent.filter(({ signed }) => signed).length;
  return { comparisons, notDeployed, leftOut: there.length - sent.length, unsigned };
}
