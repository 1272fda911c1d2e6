import { refuse } from "../arguments.ts";
import { formValue } from "./fifo.ts";

/** Arguments of messages with attributes. */
export interface MessageAttributesArgs {
  /**
   * Attributes of each message, by name, as text: a JSON path into the body (`$.customer`), a context variable
   * (`$context.extendedRequestId`), or a fixed text. An attribute without a value is refused, so that a path must lead to
   * what the model requires. At most ten.
   */
  readonly messageAttributes?: Readonly<Record<string, string>>;
}

const MAX_ATTRIBUTES = 10;

// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html
const NAME = /^(?!aws\.|amazon\.)(?!\.)(?!.*\.\.)[\w.-]{1,256}(?<!\.)$/i;

/** How the query protocol of a service names the parameters of attributes. */
export type AttributePrefix = "MessageAttribute" | "MessageAttributes.entry";

/**
 * The part of a form-encoded `SendMessage` or `Publish` that gives the message its attributes, to follow the other parameters.
 *
 * @param kind The parameters' name: `MessageAttribute` of SQS, `MessageAttributes.entry` of SNS.
 * @throws ArgumentError for a name that SQS does not take, a value that is not a source, and for more than ten.
 */
export function attributeParameters(
  { messageAttributes = {} }: MessageAttributesArgs,
  kind: AttributePrefix = "MessageAttribute",
): string {
  const attributes = Object.entries(messageAttributes);
  if (attributes.length > MAX_ATTRIBUTES) {
    refuse("messageAttributes", `expected at most ${MAX_ATTRIBUTES} attributes, got ${attributes.length}`);
  }
  return attributes
    .map(([name, source], index) => {
      if (!NAME.test(name)) {
        const expected = "a name of letters, digits, hyphens, underscores and dots, without AWS. in front";
        refuse("messageAttributes", `expected ${expected}, got "${name}"`);
      }
      const prefix = `&${kind}.${index + 1}`;
      const value = formValue(`messageAttributes.${name}`, source);
      return `${prefix}.Name=${name}${prefix}.Value.DataType=String${prefix}.Value.StringValue=${value}`;
    })
    .join("");
}
