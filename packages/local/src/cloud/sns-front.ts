import { randomUUID } from "node:crypto";
import { XMLParser } from "fast-xml-parser";
import type { Published } from "../api/wire.ts";
import type { Fauxqs } from "./fauxqs.ts";
import { type Listener, readBody } from "./serve.ts";

/** What was published to a topic. */
export type PublishedTo = Published & { readonly topicArn: string };

/**
 * SNS as its clients know it, over fauxqs: adds parameters in the query string and the JSON form of the responses, which
 * API Gateway asks for with an `Accept` header, and tells of what was published.
 */
export function snsFront(fauxqs: Fauxqs, onPublish: (published: PublishedTo) => void): Listener {
  return async (request, response) => {
    const url = new URL(`http://localhost${request.url}`);
    const form = new URLSearchParams((await readBody(request)).toString());
    for (const [name, value] of url.searchParams) {
      form.append(name, value);
    }
    const first = new URLSearchParams([...new Set(form.keys())].map((name) => [name, form.get(name) as string]));
    const answer = await fauxqs.sns(first);
    if (answer.status === 200 && first.get("Action") === "Publish") {
      onPublish({
        topicArn: first.get("TopicArn") as string,
        messageId: /<MessageId>(.*)<\/MessageId>/.exec(answer.body)?.[1] as string,
        subject: first.get("Subject") ?? undefined,
        message: first.get("Message") as string,
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

const XML = new XMLParser({ parseTagValue: false, ignoreAttributes: true });

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
