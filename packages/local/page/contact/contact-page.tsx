import { info, openApi } from "../api/loaded.ts";
import { bodySchema } from "../document/document.ts";
import { Panel } from "../ui/panel.tsx";
import { Waiting } from "../ui/waiting.tsx";
import { ContactForm } from "./contact-form.tsx";
import { WayReport } from "./way-report.tsx";

/** The contact form, and what each way of sending it did. */
export function ContactPage() {
  return (
    <div class="contact">
      <div>
        <h1 tabIndex={-1}>Contact us</h1>
        <p class="lede">Ask about a product, an order or a bill. A person reads every message.</p>
        <FormOrWaiting />
      </div>
      <Panel title="What each way did" class="reports">
        <WayReport way="sqs" />
        <WayReport way="lambda" />
        <p class="quiet small">
          Both end in the same queue. One consumer stores each message once and announces it, so nothing that was
          answered with 202 is lost.
        </p>
      </Panel>
    </div>
  );
}

function FormOrWaiting() {
  if (info.value.state !== "ready") {
    return <Waiting what="The server's settings" of={info.value} />;
  }
  if (openApi.value.state !== "ready") {
    return <Waiting what="The contact model" of={openApi.value} />;
  }
  const schema = bodySchema(openApi.value.data, { method: "POST", path: "/contact" });
  if (!schema) {
    return <p class="note bad">The document has no JSON model for POST /contact.</p>;
  }
  return <ContactForm schema={schema} stage={info.value.data.stage} />;
}
