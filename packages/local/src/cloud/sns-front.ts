import { randomUUID } from "node:crypto";
import { XMLParser } from "fast-xml-parser";
import { createRecord } from "local-api-gateway";
import type { Published } from "../api/wire.ts";
import type { Fauxqs } from "./fauxqs.ts";
import { formOf, type ServiceHandler } from "./service.ts";
import { batchEntries } from "./sns-batch.ts";

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
    const form: Record<string, string> = createRecord();
    // A parameter that is sent twice keeps its first value.
    for (const [name, value] of formOf(request)) {
      form[name] ??= value;
    }
    const { status, body: xml } = await fauxqs.sns(form);
    if (status === 200) {
      const topicArn = form.TopicArn ?? "";
      const at = new Date().toISOString();
      for (const { messageId, subject, message } of publishedBy(form, xml)) {
        onPublish({ topicArn, messageId, subject, message, at });
      }
    }
    return headers.accept?.includes("application/json")
      ? { status, headers: { "content-type": "application/json" }, body: JSON.stringify(asJson(XML.parse(xml))) }
      : { status, headers: { "content-type": "text/xml" }, body: xml };
  };
}

/** What a call published, by its answer. */
function publishedBy(form: Readonly<Record<string, string>>, xml: string): Omit<Published, "at">[] {
  switch (form.Action) {
    case "Publish": {
      const messageId = /<MessageId>(.*)<\/MessageId>/.exec(xml)?.[1] ?? "";
      return [{ messageId, subject: form.Subject, message: form.Message ?? "" }];
    }
    case "PublishBatch": {
      const ids = new Map(
        [...xml.matchAll(/<Id>([^<]*)<\/Id><MessageId>([^<]*)/g)].map(([, id, messageId = ""]) => [id, messageId]),
      );
      return batchEntries(form).flatMap(({ id, subject, message }) => {
        const messageId = ids.get(id);
        return messageId === undefined ? [] : [{ messageId, subject, message }];
      });
    }
    default:
      return [];
  }
}

// biome-ignore lint/suspicious/noExplicitAny: the shape is each action's own
function asJson(result: Record<string, any>): unknown {
  if (result.ErrorResponse) {
    return { Error: result.ErrorResponse.Error, RequestId: result.ErrorResponse.RequestId ?? randomUUID() };
  }
  if (result.PublishResponse) {
    result.PublishResponse.PublishResult.SequenceNumber ??= null;
  }
  if (result.PublishBatchResponse) {
    const batch = result.PublishBatchResponse.PublishBatchResult;
    // One member is not a list to an XML parser, and none is an empty text.
    batch.Successful = [batch.Successful.member ?? []].flat().map((one) => ({ ...one, SequenceNumber: null }));
    batch.Failed = [batch.Failed.member ?? []].flat();
  }
  return result;
}
