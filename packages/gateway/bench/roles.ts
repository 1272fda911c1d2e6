import { createServer, type Server } from "node:http";
import { createGateway, type Gateway, type Trace } from "../src/index.ts";

const BARE_ANSWER = Buffer.from(JSON.stringify({ topics: [{ id: "sales", label: "Sales" }] }));
const SQS_ANSWER = JSON.stringify({
  SendMessageResponse: {
    ResponseMetadata: { RequestId: "5cbe815f-8db4-5c39-a834-dcfbd53c1f5c" },
    SendMessageResult: {
      MD5OfMessageBody: "0046701aed8ee5c7de6c01430556b13e",
      MessageId: "59c52602-131d-420c-8701-7d8f275f36ac",
    },
  },
});
const POSTAL_ANSWER = JSON.stringify({ "post code": "90210", country: "United States", places: [] });

/** Answers at once, always the same: the most that one Node process serves on this machine. */
export function createBare(): Server {
  return createServer((_request, response) => {
    response.writeHead(200, { "content-type": "application/json", "content-length": BARE_ANSWER.length });
    response.end(BARE_ANSWER);
  });
}

/** The HTTP backend and every AWS service, as cheap as can be, so that the gateway is what is measured. */
export function createUpstream(): Server {
  return createServer((request, response) => {
    request.resume();
    request.on("end", () => {
      response.writeHead(200, { "content-type": "application/json" });
      response.end(request.method === "POST" ? SQS_ANSWER : POSTAL_ANSWER);
    });
  });
}

/**
 * A gateway with the stack's document, all of whose backends are the upstream; functions answer at once in its own process.
 *
 * @param upstream Base URL of the upstream.
 */
export function createBenchGateway(
  document: object,
  upstream: string,
  onTrace: ((trace: Trace) => void) | undefined,
): Gateway {
  const text = JSON.stringify(document);
  const variables = [...text.matchAll(/\$\{stageVariables\.(\w+)\}/g)].map(([, name = ""]) => name);
  const links = [...text.matchAll(/"connectionId":"([^"$]+)"/g)].map(([, id = ""]) => id);
  const origins = [...text.matchAll(/"uri":"(https:\/\/[^/"$]+)/g)].map(([, origin = ""]) => origin);
  const services = [...text.matchAll(/arn:aws:apigateway:[\w-]+:(?:[^:"]+\.)?(\w+):/g)].map(([, name = ""]) => name);
  const everyOne = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, upstream]));
  return createGateway(document, {
    stage: "dev",
    // A stage variable is its own value, which is then the ID of a VPC link.
    stageVariables: Object.fromEntries(variables.map((name) => [name, name])),
    vpcLinks: everyOne([...variables, ...links]),
    upstreams: everyOne(origins),
    endpoints: everyOne(services),
    invoke,
    ...(onTrace && { onTrace }),
  });
}

/** Answers as the kind of the function does. */
async function invoke(functionArn: string): Promise<{ payload: string }> {
  const result = functionArn.includes("legacy")
    ? { result: "<contact><caseNumber>C-1</caseNumber></contact>", caseNumber: "C-1" }
    : { statusCode: 202, headers: { "Content-Type": "application/json" }, body: '{"messageId":"1"}' };
  return { payload: JSON.stringify(result) };
}
