import { randomUUID } from "node:crypto";
import { XMLParser } from "fast-xml-parser";
import type { Published } from "../api/wire.ts";
import type { Fauxqs } from "./fauxqs.ts";
import { type Listener, readBody } from "./serve.ts";

const XML = new XMLParser({ parseTagValue: false, ignoreAttributes: true });

/** A message that was published to a topic. */
export type PublishedTo = Published & { readonly topicArn: string };

/**
 * Creates SNS as its clients know it, over fauxqs: adds parameters in the query string and the JSON form of the responses, which
 * API Gateway asks for with an `Accept` header, and reports what was published.
 */
export function createSnsFront(fauxqs: Fauxqs, onPublish: (published: PublishedTo) => void): Listener {
  return async (request, response) => {
    const url = new URL(`http://localhost${request.url}`);
    const form = new URLSearchParams();
    // A parameter that is sent twice keeps its first value, and the body's come before the query string's.
    for (const [name, value] of [...new URLSearchParams((await readBody(request)).toString()), ...url.searchParams]) {
      if (!form.has(name)) {
        form.append(name, value);
      }
    }
    const answer = await fauxqs.sns(form);
    if (answer.status === 200 && form.get("Action") === "Publish") {
      onPublish({
        topicArn: form.get("TopicArn") ?? "",
        messageId: /<MessageId>(.*)<\/MessageId>/.exec(answer.body)?.[1] ?? "",
        subject: form.get("Subject") ?? undefined,
        message: form.get("Message") ?? "",
        at: new Date().toISOString(),
      });
    }
    if (request.headers.accept?.includes("application/json")) {
      response
        .writeHead(answer.status, { "content-type": "application/json" })
        .end(JSON.stringify(asJson(XML.parse(answer.body))));
    } else {
      response.writeHead(answer.status, { "content-type": "text/xml" }).end(answer.body);
    }
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
