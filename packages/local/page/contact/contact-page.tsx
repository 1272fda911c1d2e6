import { info, openApi } from "../api/loaded.ts";
import { bodySchema } from "../document/document.ts";
import { shownParts } from "../parts.ts";
import { PART_NAMES, type Part, placeOf } from "../router.ts";
import { Panel } from "../ui/panel.tsx";
import { Waiting } from "../ui/waiting.tsx";
import { ContactForm } from "./contact-form.tsx";
import { WayReport } from "./way-report.tsx";
import { CONTACT } from "./ways.ts";

/** The first screen: what this is, the contact form, and what each way of sending it does. */
export function ContactPage() {
  return (
    <div class="contact">
      <div>
        <h1 tabIndex={-1}>Contact us</h1>
        <p class="lede">
          Every API Gateway integration type behind one contact form, served on this machine by the program that{" "}
          <code>pulumi up</code> deploys to AWS.
        </p>
        <Links />
        <FormOrWaiting />
      </div>
      <Panel title="What each way does" class="reports">
        <WayReport way="sqs" />
        <WayReport way="lambda" />
        <p class="quiet small">
          Both ways lead to the same queue. A consumer stores each message once and announces it. A message that was
          answered with 202 is not lost.
        </p>
      </Panel>
    </div>
  );
}

const LINKS: { part: Part; says: string }[] = [
  { part: "explorer", says: "each step of a request" },
  { part: "services", says: "queues, tables and logs, live" },
  { part: "compare", says: "with and without a function" },
];

function Links() {
  return (
    <ul class="links">
      {LINKS.filter(({ part }) => shownParts.value.includes(part)).map(({ part, says }) => (
        <li key={part}>
          <a href={placeOf(part)}>{PART_NAMES[part]}</a>: {says}
        </li>
      ))}
    </ul>
  );
}

function FormOrWaiting() {
  if (info.value.state !== "ready") {
    return <Waiting what="The server's settings" of={info.value} />;
  }
  if (openApi.value.state !== "ready") {
    return <Waiting what="The contact model" of={openApi.value} />;
  }
  const schema = bodySchema(openApi.value.data, CONTACT);
  if (!schema) {
    return <p class="note bad">The document has no JSON model for POST /contact.</p>;
  }
  return <ContactForm schema={schema} stage={info.value.data.stage} />;
}
