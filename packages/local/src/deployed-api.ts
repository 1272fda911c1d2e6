import { UserError } from "./options.ts";

/** An API that is deployed to AWS, or served elsewhere. */
export interface DeployedApi {
  /** Base URL with the stage, where it has one, without a slash at its end. */
  readonly url: string;
  /** Value of its API key. */
  readonly apiKey: string;
}

const REACHED_WITHIN_MS = 10_000;

/**
 * Checks what a command line says of a deployed API.
 *
 * @param option The option of the URL, for the message.
 * @throws UserError for an invalid URL or a missing key.
 */
export function readDeployedApi(option: string, url: unknown, apiKey: unknown): DeployedApi {
  return { url: checkedUrl(option, url), apiKey: checkedKey(apiKey) };
}

/** The URL without a slash at its end. @throws UserError for an invalid one. */
export function checkedUrl(option: string, url: unknown): string {
  const parsed = typeof url === "string" && URL.canParse(url) ? new URL(url) : undefined;
  if (!parsed || !/^https?:$/.test(parsed.protocol) || parsed.search !== "" || parsed.hash !== "") {
    const given = typeof url === "string" ? ` ${url}` : "";
    throw new UserError(
      `${option}${given}: give the API's base URL with the stage, such as https://ID.execute-api.REGION.amazonaws.com/dev`,
    );
  }
  return parsed.href.replace(/\/$/, "");
}

/** @throws UserError for a missing key. */
export function checkedKey(apiKey: unknown): string {
  if (typeof apiKey !== "string" || apiKey === "") {
    throw new UserError(
      "--api-key is missing: aws apigateway get-api-key --include-value --api-key $(pulumi stack output apiKeyId) shows the key",
    );
  }
  return apiKey;
}

/**
 * Asks the API for one path, whatever it answers.
 *
 * @throws UserError when nothing answers.
 */
export async function reach(option: string, { url }: DeployedApi, path: string): Promise<Response> {
  try {
    return await fetch(url + path, { redirect: "manual", signal: AbortSignal.timeout(REACHED_WITHIN_MS) });
  } catch (error) {
    const { name, cause } = error as Error;
    const { code, message = name } = (cause ?? {}) as NodeJS.ErrnoException;
    throw new UserError(`${option} ${url}: nothing answers there (${code ?? message})`);
  }
}
