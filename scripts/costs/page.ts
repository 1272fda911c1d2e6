import { type Line, priceOf, sumOf, wayLines } from "../../packages/local/page/compare/cost.ts";
import * as prices from "../../packages/local/page/compare/prices.ts";
import {
  ACCESS_LOG_BYTES,
  afterQueue,
  BATCH_LOG_BYTES,
  everyRequest,
  FULL_BATCHES,
  FUNCTION_MS,
  HOURS,
  LONGEST,
  RESPONSE_BYTES,
  SHORT,
  SINGLE_MESSAGES,
  TRACED,
} from "./bills.ts";
import { worstCase } from "./flood.ts";
import { cents, dollars, mills, table, tiersOf } from "./markdown.ts";
import type { Facts } from "./stack.ts";

const MILLION = 1_000_000;

/** The text of docs/costs.md. */
export function costsPage(facts: Facts): string {
  return `${[intro(), twoWays(facts), afterTheQueue(facts), otherRoutes(), idle(facts), options(facts), worstCase(facts), sources()].join("\n\n")}\n`;
}

function intro(): string {
  return `# What a contact costs

\`npm run costs\` makes this page from one table of prices, \`packages/local/page/compare/prices.ts\`, which the page's comparison uses
too, and from the stack itself: its alarms, its methods, the defaults of its settings. A test fails when they no longer agree.

List prices of us-east-1, in US dollars, without free tiers, discounts and taxes. The [last section](#prices-and-sources) has each of
them, with AWS's page and how old the copy or quotation of that page is that it was compared with: follow the links before a figure
decides anything. A month has ${HOURS} hours.`;
}

function twoWays({ defaults: { memoryMb } }: Facts): string {
  const usage = { requests: MILLION, durationMs: FUNCTION_MS, memoryMb };
  const lambda = wayLines("lambda", usage);
  const sqs = wayLines("sqs", usage);
  const saved = sumOf(lambda) - sumOf(sqs);
  const slow = sumOf(wayLines("lambda", { ...usage, durationMs: 100 }));
  const rows = lambda.map((line) => {
    const same = sqs.find(({ price }) => price === line.price);
    return [line.price.what, tiersOf(line.price), mills(line), same === undefined ? "–" : mills(same)];
  });
  return `## The two ways to the queue, per million contacts

The old way is \`POST /contact/lambda\` (API Gateway → Lambda → SQS), the better way \`POST /contact\` (API Gateway → SQS).
What happens after the queue is the same for both.

${table(
  ["", "price", ">through Lambda", ">straight to SQS"],
  [...rows, ["**sum**", "", `**${cents(sumOf(lambda))}**`, `**${cents(sumOf(sqs))}**`]],
)}

- The function has ${memoryMb} MB, is billed for ${FUNCTION_MS} ms and logs 1 KB a call. The ${FUNCTION_MS} ms are an assumption: validating, and one call
  to SQS over a warm connection. At 100 ms the sum is ${dollars(slow)}. Cold starts come on top: Lambda bills the initialisation of a new
  environment as well.
- API Gateway's own price is most of the sum either way. What SQS saves is the function: its money (${dollars(saved)} a million, a
  ${fraction(saved / sumOf(lambda))} of the sum), its latency, its cold starts, its share of the account's concurrency, and its code.
- An HTTP API costs ${dollars(priceOf(prices.HTTP_API, MILLION))} per million calls and reaches SQS too. It has no models, no mapping templates, no mock and no usage
  plans, so the checks of the form would move into the consumer and a bad form would still get a 200.
- A form above 64 KB counts as two or more SQS requests; ours ends far below.`;
}

function fraction(share: number): string {
  return (
    ["half", "third", "quarter", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"][Math.round(1 / share) - 2] ??
    "part"
  );
}

function afterTheQueue({ defaults: { memoryMb } }: Facts): string {
  const batched = afterQueue(MILLION, FULL_BATCHES, SHORT, memoryMb);
  const single = afterQueue(MILLION, SINGLE_MESSAGES, SHORT, memoryMb);
  const what = [
    "SQS, receive and delete",
    "consumer: requests",
    "consumer: duration",
    "consumer: log",
    "DynamoDB: one write",
    "SNS: one publication a batch",
  ];
  const rows = batched.map((line, index) => [what[index] ?? "", mills(line), mills(single[index] ?? line)]);
  return `## After the queue, per million contacts, both ways

${table(
  ["", `>full batches of ${FULL_BATCHES.messages}`, ">one at a time"],
  [...rows, ["**sum**", `**${cents(sumOf(batched))}**`, `**${cents(sumOf(single))}**`]],
)}

- The consumer has ${memoryMb} MB and takes ${FULL_BATCHES.milliseconds} ms a batch or ${SINGLE_MESSAGES.milliseconds} ms a message, with ${BATCH_LOG_BYTES.toLocaleString("en-US")} bytes of log each time. A write counts
  the item's kilobytes: most submissions have up to ${SHORT} KB, the longest form that the model allows has ${LONGEST} KB and costs ${dollars(priceOf(prices.DYNAMODB_WRITES, LONGEST * MILLION))}.
- An e-mail subscription costs ${dollars(priceOf(prices.SNS_EMAILS, MILLION))} per million mails: more than everything else together.
- Expiry by time to live is free. Storage costs ${dollars(priceOf(prices.DYNAMODB_STORAGE, 1))} per GB and month, point-in-time recovery ${dollars(priceOf(prices.DYNAMODB_RECOVERY, 1))}.
- An event source mapping polls an idle queue too: five long polls of 20 seconds at a time are ${((HOURS * 3600 * 5) / 20 / MILLION).toFixed(2)} million requests a
  month, ${dollars(priceOf(prices.SQS, (HOURS * 3600 * 5) / 20))}, within SQS's free million.`;
}

function otherRoutes(): string {
  const shared = everyRequest(MILLION);
  const kilobyte = (MILLION * 1024) / 1024 ** 3;
  const behind: readonly [string, string, Line[]][] = [
    ["`GET /topics`, a preflight", "mock", []],
    ["`GET /postal-codes/…`", "the other service's own price", []],
    ["`PUT /visitors/…`", "one write of up to 1 KB", [{ price: prices.DYNAMODB_WRITES, units: MILLION }]],
    [
      "`GET /visitors/…`",
      "one read, half price: it need not be the latest",
      [{ price: prices.DYNAMODB_READS, units: MILLION / 2 }],
    ],
    ["`POST /announcements`", "SNS; the mails come on top", [{ price: prices.SNS, units: MILLION }]],
    ["`POST /events`", "Kinesis, records of up to 1 KB", [{ price: prices.KINESIS_INTAKE, units: kilobyte }]],
    [
      "`ANY /support/…`",
      "4 KB through the load balancer: 1 LCU takes 1 GB an hour",
      [{ price: prices.LOAD_BALANCER_UNITS, units: 4 * kilobyte }],
    ],
    [
      "`PUT /attachments/…`",
      `PUT; kept for ${tiersOf(prices.S3_STORAGE).replace(/,.*/, "")}`,
      [{ price: prices.S3_WRITES, units: MILLION }],
    ],
    ["reading an attachment", "GET; its bytes count as data out", [{ price: prices.S3_READS, units: MILLION }]],
  ];
  const [call, log, traces, transfer] = shared.map(({ price, units }) => dollars(priceOf(price, units)));
  return `## What every route costs, per million requests

The call itself costs ${call}, its lines in the access log (${ACCESS_LOG_BYTES} bytes) ${log}, the traces ${traces} (X-Ray records one request a second and
${TRACED * 100}% of the rest unless its sampling is changed), ${RESPONSE_BYTES / 1024} KB of answer ${transfer}: **${dollars(sumOf(shared))}** in all. What is behind the route comes on top:

${table(
  ["route", "behind it", ">"],
  behind.map(([route, what, lines]) => [route, what, cents(sumOf(lines))]),
)}

A request without the API key that its route needs costs nothing at API Gateway, nor does one that is throttled [[1]](#notes).`;
}

function idle({ defaults, everything }: Facts): string {
  const monthly = (price: prices.Price, units: number) => cents(priceOf(price, units));
  const balancer = monthly(prices.LOAD_BALANCER, HOURS);
  const instances = sumOf([
    { price: prices.INSTANCE, units: everything.instances * HOURS },
    { price: prices.VOLUME, units: everything.instances * everything.volumeGigabytes },
  ]);
  const operations = sumOf([
    { price: prices.ALARMS, units: defaults.alarms },
    { price: prices.DASHBOARDS, units: defaults.dashboards },
    { price: prices.KMS_KEYS, units: defaults.keys },
  ]);
  return `## What costs money while nobody calls

${table(
  ["", ">a month", "in the default settings"],
  [
    ["the SQS, SNS, DynamoDB, mock, HTTP and Lambda routes", "0", "yes"],
    [
      `operations: ${defaults.alarms} alarms; the private service and the stream have ${everything.alarms - defaults.alarms} more`,
      monthly(prices.ALARMS, defaults.alarms),
      "yes",
    ],
    [
      `operations: ${defaults.dashboards === 1 ? "a dashboard" : `${defaults.dashboards} dashboards`}`,
      monthly(prices.DASHBOARDS, defaults.dashboards),
      "yes",
    ],
    ["operations: the KMS key of the topic that the alarms publish to", monthly(prices.KMS_KEYS, defaults.keys), "yes"],
    ["attachments: the bucket, empty", "0", "no: `attachments`"],
    ["private service: internal Application Load Balancer", balancer, "no: `privateService`"],
    [
      `private service: ${everything.instances} t4g.micro instances, with ${everything.volumeGigabytes} GB of gp3 each`,
      cents(instances),
      "no: `privateService`",
    ],
    ["private service: VPC link V2, S3 gateway endpoint", "0", "no: `privateService`"],
    ["Kinesis stream on demand", monthly(prices.KINESIS_STREAM, HOURS), "no: `eventStream`"],
    ["budget without actions", "0", "no: `monthlyBudget`"],
  ],
)}

- Of the ${dollars(operations)} for operations an account that has nothing else pays ${dollars(priceOf(prices.ALARMS, Math.max(0, defaults.alarms - 10)) + priceOf(prices.KMS_KEYS, defaults.keys))}: ten alarms and three dashboards of up to 50
  metrics (ours shows at most ${everything.dashboardMetrics}) are free in each account. The key costs $1 more a month after each of its first two yearly
  renewals. Its requests are two for each alarm that goes on or off. The keys that AWS manages have no monthly price; SNS uses a data
  key of theirs for five minutes, so a busy topic makes ${(((HOURS * 60) / 5) * 2).toLocaleString("en-US")} requests a month, ${dollars(priceOf(prices.KMS_REQUESTS, ((HOURS * 60) / 5) * 2))}.
- A provisioned Kinesis shard costs ${dollars(priceOf(prices.KINESIS_SHARD, HOURS))} a month and takes 1,000 records a second. On demand is the default here because a contact
  page's traffic is unknown and bursts; a steady one is cheaper with a shard.
- There is no NAT gateway ($0.045 an hour and per GB): the private service installs from S3 through the gateway endpoint.
- Logs are kept for \`logRetentionDays\`; a GB costs ${dollars(priceOf(prices.LOG_STORAGE, 1))} a month.`;
}

function options({ defaults, everything }: Facts): string {
  const metrics = 5;
  const perMethod = (methods: number) => dollars(priceOf(prices.CUSTOM_METRICS, methods * metrics));
  const acl = (rules: number) =>
    sumOf([
      { price: prices.WEB_ACL, units: 1 },
      { price: prices.WEB_ACL_RULES, units: rules },
    ]);
  return `## What is off, and what it costs to switch on

| | a month |
| --- | --- |
| \`metricsEnabled\` of \`RestApi\`, detailed metrics: ${metrics} custom metrics for each method that is called, against the stage's own, which are free | up to ${perMethod(defaults.methods)} for ${defaults.methods} methods, ${perMethod(everything.methods)} for ${everything.methods} |
| \`firewallRateLimit\`, a firewall (AWS WAF): a web ACL with ${everything.firewallRules} rules, AWS's common, known-bad-input and reputation groups and a rate for each address | ${dollars(acl(everything.firewallRules))}, and ${dollars(priceOf(prices.WEB_ACL_REQUESTS, MILLION))} per million requests, refused ones too |
| \`cache\` of \`RestApi\`, 0.5 GB for responses | ${dollars(priceOf(prices.CACHE, HOURS))} |
| \`instanceAccess\` to the private service: VPC interface endpoints, ${dollars(priceOf(prices.INTERFACE_ENDPOINT, HOURS))} for each in each of its zones, ${everything.endpointZones} together | ${dollars(priceOf(prices.INTERFACE_ENDPOINT, everything.endpointZones * HOURS))}, and the instances' logs, ${dollars(priceOf(prices.LOGS, 1))} per GB |
| \`flowLogs\` of the private service's network | ${dollars(priceOf(prices.LOGS, 1))} per GB |
| \`domainName\`, \`truststoreUri\`: a custom domain, its certificate of ACM, mutual TLS | 0; a hosted zone of Route 53 has its own price |
| \`notificationEmail\` | ${dollars(priceOf(prices.SNS_EMAILS, 100_000))} for 100,000 mails |`;
}

function sources(): string {
  const byName = Object.values(prices).toSorted((one, other) => one.what.localeCompare(other.what, "en"));
  const rows = byName.map((price) => [`[${price.what}](${price.source})`, tiersOf(price), price.date]);
  return `## Prices and sources

${table(["", "price", "as of"], rows)}

## Notes

1. https://repost.aws/questions/QU5y4fo-e3RWyU5r4VmyPIzA/pricing-clarification-for-api-gateway
2. https://repost.aws/knowledge-center/sns-email-subscription-disabled
3. https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html`;
}
