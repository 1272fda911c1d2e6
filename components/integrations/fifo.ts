import * as pulumi from "@pulumi/pulumi";
import { checkArguments, refuse } from "../arguments.ts";

/** Arguments of messages in order. */
export interface MessageOrderArgs {
  /**
   * Messages of one group stay in order: a JSON path into the body (`$.customer`), a context variable
   * (`$context.requestId`), or a fixed text. Required where the queue or topic is FIFO.
   */
  readonly messageGroupId?: string;
  /**
   * Of messages with the same deduplication ID within five minutes only the first counts: a JSON path, a context variable
   * or a fixed text, as above. Required where the queue or topic is FIFO and does not deduplicate by content.
   */
  readonly messageDeduplicationId?: string;
}

/** What is known of a queue or topic. */
export interface Order {
  readonly arn: pulumi.Input<string>;
  /** Undefined where only the ARN tells; whether the queue deduplicates by content is then not known. */
  readonly fifo?: pulumi.Input<boolean | undefined>;
  readonly contentBasedDeduplication?: pulumi.Input<boolean | undefined>;
}

/**
 * The part of a form-encoded request that puts a message into its group, to follow the other parameters.
 *
 * @param component Type and name of the component.
 * @returns An output that fails when the arguments do not fit the queue or topic.
 */
export function orderParameters(
  component: string,
  args: MessageOrderArgs,
  { arn, fifo, contentBasedDeduplication }: Order,
): pulumi.Output<string> {
  const text = orderText(args);
  // In a preview of a new queue the ARN is not known yet, but whether it is FIFO is.
  return pulumi.output(fifo).apply((declared) => {
    if (declared !== undefined) checkArguments(component, () => checkGroup(args, declared));
    return pulumi.all([declared === undefined ? arn : "", contentBasedDeduplication]).apply(([known, byContent]) => {
      checkArguments(component, () => {
        checkGroup(args, declared ?? known.endsWith(".fifo"));
        if (declared !== undefined) checkDeduplication(args, declared, byContent === true);
      });
      return text;
    });
  });
}

/**
 * The parameters' text, whatever the queue or topic is.
 *
 * @throws ArgumentError for an argument that is not a source of a value.
 */
export function orderText({ messageGroupId, messageDeduplicationId }: MessageOrderArgs): string {
  return [
    parameter("messageGroupId", "MessageGroupId", messageGroupId),
    parameter("messageDeduplicationId", "MessageDeduplicationId", messageDeduplicationId),
  ].join("");
}

function checkGroup({ messageGroupId }: MessageOrderArgs, fifo: boolean): void {
  if (fifo && messageGroupId === undefined) {
    refuse("messageGroupId", "expected a value, because the queue or topic is FIFO, got undefined");
  }
}

function checkDeduplication({ messageDeduplicationId }: MessageOrderArgs, fifo: boolean, byContent: boolean): void {
  if (fifo && !byContent && messageDeduplicationId === undefined) {
    const why = "the queue or topic is FIFO and does not deduplicate by content";
    refuse("messageDeduplicationId", `expected a value, because ${why}, got undefined`);
  }
  if (!fifo && messageDeduplicationId !== undefined) {
    const why = "the queue or topic is not FIFO";
    refuse("messageDeduplicationId", `expected undefined, because ${why}, got "${messageDeduplicationId}"`);
  }
}

function parameter(argument: string, name: string, source: string | undefined): string {
  return source === undefined ? "" : `&${name}=${formValue(argument, source)}`;
}

/**
 * A parameter's value in a form-encoded request's template, encoded.
 *
 * @param source A JSON path into the body, a context variable, or a fixed text that SQS and SNS take as an ID.
 * @throws ArgumentError for anything else.
 */
export function formValue(argument: string, source: string): string {
  if (source.startsWith("$context.") && /^\$context(\.\w+)+$/.test(source)) return `$util.urlEncode(${source})`;
  if (/^\$\.[^'"$#\\\r\n]+$/.test(source)) return `$util.urlEncode($input.path('${source}'))`;
  if (/^[A-Za-z0-9!-/:-@[-`{-~]{1,128}$/.test(source) && !source.startsWith("$")) {
    return encodeURIComponent(source).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`);
  }
  return refuse(argument, `expected a JSON path, a context variable or a text, got "${source}"`);
}
