import { randomUUID } from "node:crypto";
import { XMLParser } from "fast-xml-parser";
import type { Published } from "../api/wire.ts";
import type { Fauxqs } from "./fauxqs.ts";
import { formOf, type ServiceHandler } from "./service.ts";

const XML = new XMLParser({ parseTagValue: false, ignoreAttributes: true });

/** A message that was published to a topic. */
export type PublishedTo = Published & { readonly topicArn: string };

/**
 * Creates SNS as its clients know it, over fauxqs: adds parameters in the query string and the JSON form of the responses, which
 * API Gateway asks for with an `Accept` header, and reports what was published.
 */
export function createSnsFront(fauxqs: Fauxqs, onPublish: (published: PublishedTo) => void): ServiceHandler {
  return async (request) => {
    const { headers } = request;
    const form: Record<string, string> = Object.create(null);
    // A parameter that is sent twice keeps its first value.
    for (const [name, value] of formOf(request)) {
      form[name] ??= value;
    }
    const { status, body: xml } = await fauxqs.sns(form);
    if (status === 200 && form.Action === "Publish") {
      onPublish({
        topicArn: form.TopicArn ?? "",
        messageId: /<MessageId>(.*)<\/MessageId>/.exec(xml)?.[1] ?? "",
        subject: form.Subject,
        message: form.Message ?? "",
        at: new Date().toISOString(),
      });
    }
    return headers.accept?.includes("application/json")
      ? { status, headers: { "content-type": "application/json" }, body: JSON.stringify(asJson(XML.parse(xml))) }
      : { status, headers: { "content-type": "text/xml" }, body: xml };
  };
}

// biome-ignore lint/suspicious/noExplicitAny: the shape is each action's own
function asJson(result: Record<string, any>): unknown {
  if (result.ErrorResponse) {
    return { Error: result.ErrorResponse.Error, RequestId: result.ErrorResponse.RequestId ?? randomUUID() };
  }
  if (result.PublishResponse) {
    result.PublishResponse.PublishResult.SequenceNumber ??= null;
  }
  return result;
}
