import * as aws from "@pulumi/aws";
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
import { type Transform, transformed } from "../transform.ts";
import { createAwsServiceOperation, serviceUri } from "./aws-service.ts";
import { bodyTemplates, checkForm, type FormPostArgs, formResponse, formResponses } from "./form.ts";
import { type BodyIntegrationArgs, Integration } from "./integration.ts";
import { jsonBody } from "./responses.ts";

/** What `EventBridgeIntegration` uses of a bus: an `aws.cloudwatch.EventBus`, one that was looked up or another stack's ARN fits. */
export interface BusReference {
  readonly arn: pulumi.Input<string>;
}

/** Arguments of `EventBridgeIntegration`. Its model must be of an object. */
export interface EventBridgeIntegrationArgs extends BodyIntegrationArgs, FormPostArgs {
  /** The bus that gets each accepted body as one event. Default: a new one; an event that no rule of it matches is dropped. */
  readonly bus?: BusReference;
  /** The events' source, for example `com.example.shop`: 1 to 256 characters, not beginning with `aws.`. */
  readonly source: string;
  /** What the events are, for example `order placed`: 1 to 128 characters. */
  readonly detailType: string;
  /**
   * Makes the `PutEvents` request of one entry; `$busArn`, `$source`, `$detailType`, and the body's JSON as `$body`, are set in
   * it. Default: the body is the event's detail.
   */
  readonly requestTemplate?: TemplateSource;
  /**
   * Makes the answer from what EventBridge answers with status 200, which can be a failure: then `$.FailedEntryCount` is 1,
   * and the template sets the status. Default: 202 with `{"eventId": …}`, or 400 or 502.
   */
  readonly responseTemplate?: TemplateSource;
  /** Changes of the resources inside. */
  readonly transform?: RoleTransform & { readonly bus?: Transform<aws.cloudwatch.EventBusArgs> };
}

/**
 * API Gateway to EventBridge `PutEvents` without a Lambda function: the body is the event's detail. Answers 202 with the
 * event's id; an event has at most 256 KB.
 * https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html
 */
export class EventBridgeIntegration extends Integration {
  readonly kind = "eventbridge";
  readonly operation: pulumi.Output<Operation>;
  override readonly model: string;
  readonly busArn: pulumi.Output<string>;
  /** The bus, if this integration created it. */
  readonly bus?: aws.cloudwatch.EventBus;
  readonly role: aws.iam.Role;

  /** @throws ArgumentError for a source, detail type or form that EventBridge or a template does not take, and for a template
   *   whose file does not exist. */
  constructor(name: string, args: EventBridgeIntegrationArgs, opts?: pulumi.ComponentResourceOptions) {
    checkArguments(`EventBridgeIntegration "${name}"`, () => checkArgs(args));
    super(typeToken("EventBridgeIntegration"), name, {}, opts);
    this.model = args.model;
    if (!args.bus) this.bus = createBus(this, name, args.transform?.bus);
    const bus: BusReference = this.bus ?? args.bus ?? { arn: "" };
    this.busArn = pulumi.output(bus.arn);
    const { source, detailType, form } = args;
    const {
      requestTemplate = libraryTemplate("put-events.vtl"),
      responseTemplate = libraryTemplate("put-events-response.vtl"),
    } = args;
    const { operation, role } = createAwsServiceOperation(this, name, {
      summary: args.summary,
      requestBody: jsonBody(args.model),
      uri: serviceUri(this.busArn, "action/PutEvents"),
      // A bus's own KMS key is EventBridge's to use, not the sender's.
      // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-encryption-event-bus-cmkey.html
      statements: [{ actions: ["events:PutEvents"], resources: [bus.arn] }],
      contentType: "application/x-amz-json-1.1",
      target: "AWSEvents.PutEvents",
      ...bodyTemplates(template(requestTemplate, { busArn: bus.arn, source, detailType }), form),
      success: {
        statusCode: "202",
        description: "Accepted by the bus",
        template: formResponse(form, readTemplate(responseTemplate)),
      },
      otherResponses: formResponses(form),
      transform: args.transform,
    });
    this.operation = operation;
    this.role = role;
    this.registerOutputs({ busArn: this.busArn, role });
  }
}

function createBus(
  parent: EventBridgeIntegration,
  name: string,
  transform: Transform<aws.cloudwatch.EventBusArgs> | undefined,
): aws.cloudwatch.EventBus {
  return new aws.cloudwatch.EventBus(
    ...transformed<aws.cloudwatch.EventBusArgs>(transform, `${name}-bus`, {}, { parent }),
  );
}

function checkArgs({ source, detailType, ...args }: EventBridgeIntegrationArgs): void {
  const { requestTemplate, responseTemplate } = args;
  checkForm(args);
  checkTemplates({ requestTemplate, responseTemplate });
  // VTL has no escapes inside a string.
  if (!/^(?!aws\.)[^"$#\\\r\n]{1,256}$/.test(source)) {
    refuse("source", `expected 1 to 256 characters without ", $, # and \\, not beginning with aws., got "${source}"`);
  }
  if (!/^[^"$#\\\r\n]{1,128}$/.test(detailType)) {
    refuse("detailType", `expected 1 to 128 characters without ", $, # and \\, got "${detailType}"`);
  }
}
