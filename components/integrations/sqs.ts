import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { checkArguments } from "../arguments.ts";
import type { Operation } from "../openapi.ts";
import { requireQueueTls } from "../secure-transport.ts";
import type { RoleTransform } from "../service-role.ts";
import { checkTemplates, libraryTemplate, readTemplate, type TemplateSource } from "../templates/templates.ts";
import { typeToken, withFormerType } from "../tokens.ts";
import { type Transform, transformed } from "../transform.ts";
import { createAwsServiceOperation, serviceUri } from "./aws-service.ts";
import { keyStatements } from "./encryption-key.ts";
import { type MessageOrderArgs, orderParameters, orderText } from "./fifo.ts";
import { checkForm, type FormPostArgs, formResponse, formResponses, formTemplate } from "./form.ts";
import { type BodyIntegrationArgs, Integration } from "./integration.ts";
import { attributeParameters, type MessageAttributesArgs } from "./message-attributes.ts";
import { jsonBody } from "./responses.ts";

/** What `SqsIntegration` uses of a queue: an `aws.sqs.Queue`, `aws.sqs.getQueueOutput(…)` or another stack's ARN fits. */
export interface QueueReference {
  readonly arn: pulumi.Input<string>;
  /** The KMS key that encrypts the queue, if one does. */
  readonly kmsMasterKeyId?: pulumi.Input<string | undefined>;
  /** Default: whether the ARN ends in `.fifo`. */
  readonly fifoQueue?: pulumi.Input<boolean | undefined>;
  readonly contentBasedDeduplication?: pulumi.Input<boolean | undefined>;
}

/** Arguments of `SqsIntegration`. */
export interface SqsIntegrationArgs extends BodyIntegrationArgs, MessageOrderArgs, MessageAttributesArgs, FormPostArgs {
  /**
   * The queue that gets each accepted body, word for word, as one message. Default: a new one, encrypted by SQS, FIFO if
   * there is a `messageGroupId`.
   */
  readonly queue?: QueueReference;
  /**
   * Makes the form-encoded `SendMessage` request, whose values must go through `$util.urlEncode`; attributes, group and
   * deduplication follow it. Default: the body is the message.
   */
  readonly requestTemplate?: TemplateSource;
  /** Makes the 202's body from what SQS answers. Default: `{"messageId": …}` with the ID that SQS gave. */
  readonly responseTemplate?: TemplateSource;
  /** Changes of the resources inside. */
  readonly transform?: RoleTransform & {
    readonly queue?: Transform<aws.sqs.QueueArgs>;
    readonly queuePolicy?: Transform<aws.sqs.QueuePolicyArgs>;
  };
}

/** API Gateway to SQS `SendMessage` without a Lambda function. Answers 202 with the message's id. */
export class SqsIntegration extends Integration {
  readonly kind = "sqs";
  readonly operation: pulumi.Output<Operation>;
  override readonly model: string;
  readonly queueArn: pulumi.Output<string>;
  /** The queue, if this integration created it. */
  readonly queue?: aws.sqs.Queue;
  readonly role: aws.iam.Role;

  /** @throws ArgumentError for a value that is not a source of one, and for a template whose file does not exist. */
  constructor(name: string, args: SqsIntegrationArgs, opts?: pulumi.ComponentResourceOptions) {
    const component = `SqsIntegration "${name}"`;
    const {
      requestTemplate = libraryTemplate("send-message.vtl"),
      responseTemplate = libraryTemplate("send-message-response.vtl"),
    } = args;
    const attributes = checkArguments(component, () => {
      orderText(args);
      checkForm(args, [
        args.messageGroupId,
        args.messageDeduplicationId,
        ...Object.values(args.messageAttributes ?? {}),
      ]);
      checkTemplates({ requestTemplate, responseTemplate });
      return attributeParameters(args);
    });
    super(typeToken("SqsIntegration"), name, {}, withFormerType(opts, "contact-us:integrations:SqsIntegration"));
    this.model = args.model;
    if (!args.queue) this.queue = createQueue(this, name, args);
    const queue = this.queue ?? args.queue ?? { arn: "" };
    this.queueArn = pulumi.output(queue.arn);
    // Not by a spread: an output such as that of `getQueueOutput` has its properties by their names alone.
    const { arn, fifoQueue: fifo, contentBasedDeduplication } = queue;
    const order = orderParameters(component, args, { arn, fifo, contentBasedDeduplication });
    const further = pulumi.interpolate`${attributes}${order}`;
    const { form } = args;
    const { operation, role } = createAwsServiceOperation(this, name, {
      summary: args.summary,
      requestBody: jsonBody(args.model),
      uri: serviceUri(this.queueArn, pulumi.interpolate`path/${this.queueArn.apply(queuePath)}`),
      statements: [{ actions: ["sqs:SendMessage"], resources: [queue.arn] }],
      keyStatements: keyStatements(["kms:GenerateDataKey", "kms:Decrypt"], queue.kmsMasterKeyId, queue.arn),
      contentType: "application/x-www-form-urlencoded",
      requestTemplate: pulumi.interpolate`${readTemplate(requestTemplate)}${further}`,
      formTemplate:
        form &&
        further.apply((parameters) =>
          formTemplate(form, readTemplate(libraryTemplate("send-form.vtl")) + parameters, "Action=SendMessage"),
        ),
      success: {
        statusCode: "202",
        description: "Accepted: in the queue",
        template: formResponse(form, readTemplate(responseTemplate)),
      },
      otherResponses: formResponses(form),
      transform: args.transform,
    });
    this.operation = operation;
    this.role = role;
    this.registerOutputs({ queueArn: this.queueArn, role });
  }
}

/** A queue encrypted by SQS, which refuses what comes without TLS; FIFO if its messages have a group. */
export function createQueue(
  parent: pulumi.Resource,
  name: string,
  { messageGroupId, messageDeduplicationId, transform }: MessageOrderArgs & Pick<SqsIntegrationArgs, "transform">,
): aws.sqs.Queue {
  const order = { fifoQueue: true, contentBasedDeduplication: messageDeduplicationId === undefined };
  const queue = new aws.sqs.Queue(
    ...transformed<aws.sqs.QueueArgs>(
      transform?.queue,
      `${name}-queue`,
      { sqsManagedSseEnabled: true, ...(messageGroupId !== undefined && order) },
      { parent },
    ),
  );
  requireQueueTls(parent, `${name}-queue`, queue, transform?.queuePolicy);
  return queue;
}

// The path of a queue's URL is its account and its name, the last two parts of its ARN.
function queuePath(arn: string): string {
  return arn.split(":").slice(-2).join("/");
}
