import type { Exception } from "./rule.ts";

/** Violations that are meant, each with its reason. A test keeps this list free of those that no longer occur. */
export const EXCEPTIONS: readonly Exception[] = [
  {
    rule: "validated-writes",
    subject: "POST /contact/lambda",
    reason: "The old way, shown for comparison: the function validates, by the same model.",
  },
  {
    rule: "validated-writes",
    subject: "ANY /support/{proxy+}",
    reason: "A greedy route to a whole service, which checks its own bodies.",
  },
  {
    rule: "validated-writes",
    subject: "PUT /attachments/{id}",
    reason: "A file: no model describes bytes. It is stored as bytes, once, for a limited time.",
  },
  {
    rule: "escaped-templates",
    subject: "GET /topics",
    reason: "Prints a status that is in the list of scenarios, and no other text.",
  },
  {
    rule: "no-open-stored-data",
    subject: "GET /visitors/{user_id}",
    message: "returns stored data to whoever has an API key: set an authorization",
    reason: "Nothing personal: the page that was seen last, for 90 days, under an ID that a browser made up.",
  },
  {
    rule: "no-open-stored-data",
    subject: "PUT /visitors/{user_id}",
    message: "changes stored data for whoever has an API key: set an authorization",
    reason: "The same: whoever guesses an ID overwrites a page that somebody saw.",
  },
  {
    rule: "no-open-stored-data",
    subject: "PUT /attachments/{id}",
    message: "changes stored data for whoever has an API key: set an authorization",
    reason: "The key is a site's server's, and the route replaces nothing: an ID that exists is refused.",
  },
];
