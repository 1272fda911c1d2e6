import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { checkArguments } from "../arguments.ts";
import type { Operation } from "../openapi.ts";
import { requireTopicTls } from "../secure-transport.ts";
import type { RoleTransform } from "../service-role.ts";
import {
  checkTemplates,
  libraryTemplate,
  readTemplate,
  type TemplateSource,
  template,
} from "../templates/templates.ts";
import { typeToken, withFormerType } from "../tokens.ts";
import { type Transform, transformed } from "../transform.ts";
import { createAwsServiceOperation, serviceUri } from "./aws-service.ts";
import { keyStatements } from "./encryption-key.ts";
import { type MessageOrderArgs, orderParameters, orderText } from "./fifo.ts";
import { type BodyIntegrationArgs, Integration } from "./integration.ts";
import { attributeParameters, type MessageAttributesArgs } from "./message-attributes.ts";
import { jsonBody } from "./responses.ts";

/** What `SnsIntegration` uses of a topic: an `aws.sns.Topic`, `aws.sns.getTopicOutput(…)` or another stack's ARN fits. */
export interface TopicReference {
  readonly arn: pulumi.Input<string>;
  /** The KMS key that encrypts the topic, if one does. */
  readonly kmsMasterKeyId?: pulumi.Input<string | undefined>;
  /** Default: whether the ARN ends in `.fifo`. */
  readonly fifoTopic?: pulumi.Input<boolean | undefined>;
  readonly contentBasedDeduplication?: pulumi.Input<boolean | undefined>;
}

/**
 * Arguments of `SnsIntegration`. Without a `requestTemplate` its model must require the strings `subject` and `message`. A
 * subscription's filter policy reads the attributes.
 */
export interface SnsIntegrationArgs extends BodyIntegrationArgs, MessageOrderArgs, MessageAttributesArgs {
  /** The topic to publish to. Default: a new one, encrypted by AWS's key, FIFO if there is a `messageGroupId`. */
  readonly topic?: TopicReference;
  /**
   * Makes the form-encoded `Publish` request, whose values must go through `$util.urlEncode`; `$topicArn` is set in it, and
   * attributes, group and deduplication follow it. Default: the body's `subject` and `message`.
   */
  readonly requestTemplate?: TemplateSource;
  /** Makes the 202's body from what SNS answers. Default: `{"messageId": …}`. */
  readonly responseTemplate?: TemplateSource;
  /** Changes of the resources inside. */
  readonly transform?: RoleTransform & {
    readonly topic?: Transform<aws.sns.TopicArgs>;
    readonly topicPolicy?: Transform<aws.sns.TopicPolicyArgs>;
  };
}

/** API Gateway to SNS `Publish` without a Lambda function. Answers 202 with the message's id. */
export class SnsIntegration extends Integration {
  readonly kind = "sns";
  readonly operation: pulumi.Output<Operation>;
  override readonly model: string;
  readonly topicArn: pulumi.Output<string>;
  /** The topic, if this integration created it. */
  readonly topic?: aws.sns.Topic;
  readonly role: aws.iam.Role;

  /** @throws ArgumentError for a value that is not a source of one, and for a template whose file does not exist. */
  constructor(name: string, args: SnsIntegrationArgs, opts?: pulumi.ComponentResourceOptions) {
    const component = `SnsIntegration "${name}"`;
    const {
      requestTemplate = libraryTemplate("publish.vtl"),
      responseTemplate = libraryTemplate("publish-response.vtl"),
    } = args;
    const attributes = checkArguments(component, () => {
      orderText(args);
      checkTemplates({ requestTemplate, responseTemplate });
      return attributeParameters(args, "MessageAttributes.entry");
    });
    super(typeToken("SnsIntegration"), name, {}, withFormerType(opts, "contact-us:integrations:SnsIntegration"));
    this.model = args.model;
    if (!args.topic) this.topic = createTopic(this, name, args);
    const topic = this.topic ?? args.topic ?? { arn: "" };
    this.topicArn = pulumi.output(topic.arn);
    // Not by a spread: an output such as that of `getTopicOutput` has its properties by their names alone.
    const { arn, fifoTopic: fifo, contentBasedDeduplication } = topic;
    const order = orderParameters(component, args, { arn, fifo, contentBasedDeduplication });
    const { operation, role } = createAwsServiceOperation(this, name, {
      summary: args.summary,
      requestBody: jsonBody(args.model),
      uri: serviceUri(this.topicArn, "path//"),
      statements: [{ actions: ["sns:Publish"], resources: [topic.arn] }],
      keyStatements: keyStatements(["kms:GenerateDataKey", "kms:Decrypt"], topic.kmsMasterKeyId, topic.arn),
      contentType: "application/x-www-form-urlencoded",
      requestTemplate: pulumi.interpolate`${template(requestTemplate, { topicArn: topic.arn })}${attributes}${order}`,
      success: {
        statusCode: "202",
        description: "Published",
        template: readTemplate(responseTemplate),
      },
      transform: args.transform,
    });
    this.operation = operation;
    this.role = role;
    this.registerOutputs({ topicArn: this.topicArn, role });
  }
}

function createTopic(parent: SnsIntegration, name: string, args: SnsIntegrationArgs): aws.sns.Topic {
  const { messageGroupId, messageDeduplicationId, transform } = args;
  const order = { fifoTopic: true, contentBasedDeduplication: messageDeduplicationId === undefined };
  const topic = new aws.sns.Topic(
    ...transformed<aws.sns.TopicArgs>(
      transform?.topic,
      `${name}-topic`,
      { kmsMasterKeyId: "alias/aws/sns", ...(messageGroupId !== undefined && order) },
      { parent },
    ),
  );
  requireTopicTls(parent, `${name}-topic`, topic, transform?.topicPolicy);
  return topic;
}
