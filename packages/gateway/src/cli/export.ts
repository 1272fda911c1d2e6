import type { GetStageCommandOutput } from "@aws-sdk/client-api-gateway";
import { UsageError } from "./options.ts";

/** A deployed stage as API Gateway exports it. */
export interface StageExport {
  readonly document: object;
  readonly stageVariables: Readonly<Record<string, string>>;
  /** Settings of the stage that have no effect on this machine, a line each. */
  readonly notices: readonly string[];
}

const loadSdk = () => import("@aws-sdk/client-api-gateway");

/**
 * Fetches the export of a stage and its stage variables, with the reader's own credentials and region: the AWS SDK for JavaScript
 * finds them, and `AWS_ENDPOINT_URL_API_GATEWAY`. The SDK is an optional peer of this package.
 * https://docs.aws.amazon.com/apigateway/latest/api/API_GetExport.html
 *
 * @param load imports the SDK
 * @throws {UsageError} where the SDK is not installed, or API Gateway refuses
 */
export async function fetchExport(restApiId: string, stageName: string, load = loadSdk): Promise<StageExport> {
  const { APIGatewayClient, GetExportCommand, GetStageCommand } = await load().catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ERR_MODULE_NOT_FOUND") throw error;
    throw new UsageError("--rest-api-id needs the AWS SDK: npm install @aws-sdk/client-api-gateway");
  });
  const client = new APIGatewayClient({});
  try {
    const [{ body }, stage] = await Promise.all([
      client.send(
        new GetExportCommand({
          restApiId,
          stageName,
          exportType: "oas30",
          accepts: "application/json",
          parameters: { extensions: "integrations,authorizers,apigateway" },
        }),
      ),
      client.send(new GetStageCommand({ restApiId, stageName })),
    ]);
    return {
      document: JSON.parse(Buffer.from(body ?? []).toString()),
      stageVariables: stage.variables ?? {},
      notices: stageNotices(stage),
    };
  } catch (error) {
    throw new UsageError(`--rest-api-id ${restApiId} --stage ${stageName}: ${(error as Error).message}`);
  } finally {
    client.destroy();
  }
}

function stageNotices({
  canarySettings,
  cacheClusterEnabled,
  methodSettings = {},
  webAclArn,
}: GetStageCommandOutput): string[] {
  const throttled = Object.values(methodSettings).some(({ throttlingRateLimit = -1 }) => throttlingRateLimit >= 0);
  return [
    ...(canarySettings ? ["the stage's canary gets no requests"] : []),
    ...(cacheClusterEnabled ? ["the stage's cache is off"] : []),
    ...(throttled ? ["the stage's throttles are off"] : []),
    ...(webAclArn ? ["the stage's web ACL is off"] : []),
  ];
}
