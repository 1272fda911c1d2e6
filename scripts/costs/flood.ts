import { functionLines, type Line, priceOf, sumOf } from "../../packages/local/page/compare/cost.ts";
import {
  DYNAMODB_READS,
  DYNAMODB_WRITES,
  SNS_EMAILS,
  SQS,
  WEB_ACL_REQUESTS,
} from "../../packages/local/page/compare/prices.ts";
import { afterQueue, everyRequest, FULL_BATCHES, FUNCTION_MS, HOURS, LONGEST, SHORT } from "./bills.ts";
import { cents, dollars, table } from "./markdown.ts";
import type { Facts } from "./stack.ts";

const SECONDS = HOURS * 3600;

/** What SNS delivers to one address. https://repost.aws/knowledge-center/sns-email-subscription-disabled */
const MAILS_A_SECOND = 10;

/** The section of docs/costs.md on a flood of requests. */
export function worstCase(facts: Facts): string {
  const { defaults, throttling } = facts;
  const { rateLimit, burstLimit } = throttling;
  const bill = (route: string, rate = rateLimit, kilobytes = LONGEST) =>
    merged(flood(route, rate, defaults.memoryMb, kilobytes));
  const [direct, old] = [bill("POST /contact"), bill("POST /contact/lambda")];
  const rows = old.map((line) => {
    const same = direct.find(({ price }) => price === line.price);
    return [
      line.price.what,
      same === undefined ? "–" : cents(priceOf(same.price, same.units)),
      cents(priceOf(line.price, line.units)),
    ];
  });
  const mails = priceOf(SNS_EMAILS, Math.min(rateLimit, MAILS_A_SECOND) * SECONDS);
  const all = (rate: number) => sumOf(merged(defaults.openRoutes.flatMap((route) => bill(route, rate))));
  const hundred = (route: string) =>
    `${dollars(sumOf(bill(route, 100, SHORT)))} to ${dollars(sumOf(bill(route, 100)))}`;
  const requests = ((rateLimit * SECONDS) / 1_000_000).toFixed(1);
  return `## The worst case: a flood for a month

What somebody can make you pay who sends forms as fast as the stage lets them, ${rateLimit} a second (\`throttlingRateLimit\`; ${burstLimit} at once,
\`throttlingBurstLimit\`), day and night for a month: ${requests} million requests, each with the longest form that the model allows.

${table(
  ["", ">`POST /contact`", ">`POST /contact/lambda`"],
  [...rows, ["**sum**", `**${cents(sumOf(direct))}**`, `**${cents(sumOf(old))}**`]],
)}

- With \`notificationEmail\` set, add ${dollars(mails)} for mails. SNS sends an address up to ${MAILS_A_SECOND} a second, and ends a subscription that would get
  more [[2]](#notes).
- API Gateway holds each *method* of a stage to the limit, not the stage as a whole [[3]](#notes). Somebody who floods all ${defaults.openRoutes.length} methods that
  need no key at once makes you pay ${dollars(all(rateLimit))}.
- At 100 requests a second the same month costs ${hundred("POST /contact")} straight to SQS (short forms, longest forms),
  ${hundred("POST /contact/lambda")} through Lambda, and ${dollars(all(100))} on all methods at once: the default limit is what a contact form needs, not what AWS allows.
- The limits are best effort: AWS calls them targets, not ceilings [[3]](#notes).

What else stops a flood, and what does not:

- **A lower limit, at once**, without a deployment. Requests that are throttled cost nothing; 0 closes the API:
  \`aws apigateway update-stage --rest-api-id ID --stage-name STAGE --patch-operations 'op=replace,path=/*/*/throttling/rateLimit,value=0'\`.
  A route with a limit of its own has its own path, such as \`/~1contact/POST/throttling/rateLimit\`. The next \`pulumi up\`
  after a \`pulumi refresh\` opens it again.
- **The firewall** counts each address and refuses those that send too much. A refused request costs ${dollars(priceOf(WEB_ACL_REQUESTS, 1_000_000))} per million and nothing behind it;
  many addresses that send little each get through.
- **A usage plan's quota** ends a key's requests for the month. It counts only routes that need a key, so it does not protect a public
  form.
- **A budget** (\`monthlyBudget\`) sends a mail some hours late. It stops nothing.
- **Reserved concurrency** limits how many of a function run at once, and with it the \`/contact/lambda\` column. It is taken from the
  account's own, which is ten in a new account, and API Gateway still bills each call.`;
}

/** A month's bill of one route at so many requests a second without a pause, every form the longest that is allowed. */
export function flood(route: string, rate: number, memoryMb: number, kilobytes = LONGEST): Line[] {
  const requests = rate * SECONDS;
  const queued = [{ price: SQS, units: requests }, ...afterQueue(requests, FULL_BATCHES, kilobytes, memoryMb)];
  const throughFunction = [...functionLines({ requests, durationMs: FUNCTION_MS, memoryMb }), ...queued];
  const behind: Readonly<Record<string, Line[]>> = {
    "POST /contact": queued,
    "POST /contact/lambda": throughFunction,
    "POST /contact/legacy": throughFunction,
    "PUT /visitors/{user_id}": [{ price: DYNAMODB_WRITES, units: 3 * requests }],
    "GET /visitors/{user_id}": [{ price: DYNAMODB_READS, units: requests / 2 }],
  };
  return [...everyRequest(requests), ...(behind[route] ?? [])];
}

/** The lines with the same price as one, in the order of their first. */
export function merged(lines: readonly Line[]): Line[] {
  const prices = [...new Set(lines.map(({ price }) => price))];
  const unitsOf = (price: Line["price"]) =>
    lines.filter((line) => line.price === price).reduce((sum, { units }) => sum + units, 0);
  return prices.map((price) => ({ price, units: unitsOf(price) }));
}
