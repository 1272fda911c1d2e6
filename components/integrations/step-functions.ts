import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { checkArguments, refuse } from "../arguments.ts";
import type { Operation } from "../openapi.ts";
import type { RoleTransform } from "../service-role.ts";
import {
  checkTemplates,
  libraryTemplate,
  readTemplate,
  type TemplateSource,
  template,
} from "../templates/templates.ts";
import { typeToken } from "../tokens.ts";
import { createAwsServiceOperation, serviceUri } from "./aws-service.ts";
import { keyStatements } from "./encryption-key.ts";
import { bodyTemplates, checkForm, type FormPostArgs, formResponse, formResponses } from "./form.ts";
import { type BodyIntegrationArgs, Integration } from "./integration.ts";
import { describedResponses, type MappedResponse } from "./lambda.ts";
import { jsonBody } from "./responses.ts";
import { checkErrors, syncResponse } from "./sync-execution.ts";

/** What `StepFunctionsIntegration` uses of a state machine: an `aws.sfn.StateMachine`, one that was looked up or another stack's ARN fits. */
export interface StateMachineReference {
  readonly arn: pulumi.Input<string>;
  /** The customer's KMS key that encrypts its data, if one does. */
  readonly encryptionConfiguration?: pulumi.Input<{ readonly kmsKeyId?: pulumi.Input<string | undefined> } | undefined>;
}

/** Arguments of `StepFunctionsIntegration`. */
export interface StepFunctionsIntegrationArgs extends BodyIntegrationArgs, FormPostArgs {
  /** The state machine, which gets the body as its input. `StartSyncExecution` takes an express one. */
  readonly stateMachine: StateMachineReference;
  /** `StartExecution` answers at once, `StartSyncExecution` when the execution has ended, within 29 seconds. */
  readonly action: "StartExecution" | "StartSyncExecution";
  /**
   * Makes the request; `$stateMachineArn`, and the body's JSON as `$body`, are set in it. Default: the body is the input, and AWS
   * names the execution.
   */
  readonly requestTemplate?: TemplateSource;
  /**
   * Makes the answer: of `StartExecution` a 202, by default `{"executionId": …}`; of `StartSyncExecution` a 200 when the
   * execution succeeded, by default its output, which is the text `$input.path('$.output')`.
   */
  readonly responseTemplate?: TemplateSource;
  /**
   * The response of `StartSyncExecution` to an execution that failed, by the error's name, for example `NotFound`. Default:
   * 502, and 504 for an execution that timed out; neither says anything of the error.
   */
  readonly errors?: Readonly<Record<string, MappedResponse>>;
  /** Changes of the resources inside. */
  readonly transform?: RoleTransform;
}

/**
 * API Gateway to Step Functions `StartExecution` or `StartSyncExecution` without a Lambda function.
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartSyncExecution.html
 */
export class StepFunctionsIntegration extends Integration {
  readonly kind = "step-functions";
  readonly operation: pulumi.Output<Operation>;
  override readonly model: string;
  readonly role: aws.iam.Role;

  /** @throws ArgumentError for an invalid form or error, or a template whose file does not exist. */
  constructor(name: string, args: StepFunctionsIntegrationArgs, opts?: pulumi.ComponentResourceOptions) {
    checkArguments(`StepFunctionsIntegration "${name}"`, () => checkArgs(args));
    super(typeToken("StepFunctionsIntegration"), name, {}, opts);
    this.model = args.model;
    const { stateMachine, action, form, requestTemplate = libraryTemplate("start-execution.vtl") } = args;
    const arn = pulumi.output(stateMachine.arn);
    const { operation, role } = createAwsServiceOperation(this, name, {
      summary: args.summary,
      requestBody: jsonBody(args.model),
      uri: serviceUri(arn, `action/${action}`),
      statements: [{ actions: [`states:${action}`], resources: [arn] }],
      // The caller needs the key too: both actions know a KmsAccessDeniedException for it.
      // https://docs.aws.amazon.com/step-functions/latest/dg/encryption-at-rest.html
      keyStatements: keyStatements(
        ["kms:GenerateDataKey", "kms:Decrypt"],
        pulumi.output(stateMachine.encryptionConfiguration).apply((encryption) => encryption?.kmsKeyId),
        arn,
      ),
      contentType: "application/x-amz-json-1.0",
      ...bodyTemplates(template(requestTemplate, { stateMachineArn: arn }), form),
      ...answerOf(args),
      transform: args.transform,
    });
    this.operation = operation;
    this.role = role;
    this.registerOutputs({ role });
  }
}

function answerOf({ action, responseTemplate, errors = {}, form }: StepFunctionsIntegrationArgs) {
  if (action === "StartExecution") {
    const source = responseTemplate ?? libraryTemplate("start-execution-response.vtl");
    return {
      success: { statusCode: "202", description: "Started", template: formResponse(form, readTemplate(source)) },
      otherResponses: formResponses(form),
    };
  }
  return {
    success: {
      statusCode: "200",
      description: "The execution's output",
      template: syncResponse(formResponse(form, readTemplate(responseTemplate ?? OUTPUT)), errors),
    },
    otherResponses: {
      ...formResponses(form),
      ...describedResponses(Object.values(errors)),
      "504": { description: "The execution timed out" },
    },
  };
}

const OUTPUT: TemplateSource = { text: "$input.path('$.output')" };

function checkArgs({
  action,
  requestTemplate,
  responseTemplate,
  errors = {},
  ...args
}: StepFunctionsIntegrationArgs): void {
  checkForm(args);
  checkTemplates({ requestTemplate, responseTemplate });
  if (action === "StartExecution" && Object.keys(errors).length > 0) {
    const got = Object.keys(errors).join(", ");
    refuse("errors", `expected undefined for StartExecution, which does not wait for the execution, got ${got}`);
  }
  checkErrors(errors);
}
