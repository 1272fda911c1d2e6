import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** How API Gateway's refusal of a document begins that it would take but has something to say of. */
const REFUSAL = "Warnings found during import";

/** What lets a refused import pass; undefined where the errors have another reason. */
export function hintOf(errors: readonly string[]): string | undefined {
  if (!errors.some((error) => error.includes(REFUSAL))) return undefined;
  return `${REFUSAL}: if the API is right nevertheless, pulumi config set failOnWarnings false && pulumi up lets it pass`;
}

/** Has a refused import of the API's document say which setting lets it pass; for `transform.api` of `RestApi`. */
export function explainWarnings(_args: aws.apigateway.RestApiArgs, opts: pulumi.CustomResourceOptions): void {
  // Pulumi's engine calls hooks, and gives the program this address; a run without an engine has neither.
  if (process.env.PULUMI_NODEJS_MONITOR === undefined) return;
  const hook = new pulumi.ErrorHook("import-warnings", async ({ errors }) => {
    const hint = hintOf(errors);
    if (hint !== undefined) await pulumi.log.error(hint);
    return false;
  });
  opts.hooks = { onError: [hook] };
}
