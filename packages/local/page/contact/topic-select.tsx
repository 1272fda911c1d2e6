import { effect, signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { sendToGateway } from "../api/gateway.ts";
import { info, type Loaded } from "../api/loaded.ts";
import { propertiesOf, type Schema } from "../document/document.ts";
import type { ControlProps, SharedProps } from "./field.tsx";

/** One of the mock route's topics. */
interface TopicChoice {
  id: string;
  label: string;
}

/** What `GET /topics` answered. */
const topics = signal<Loaded<TopicChoice[]>>({ state: "loading" });

/** Reads the topics from the mock route. */
async function loadTopics(stage: string): Promise<void> {
  try {
    const { status, body } = await sendToGateway(stage, { method: "GET", path: "/topics", headers: {} });
    if (status !== 200) {
      throw new Error(`GET /topics answered ${status}.`);
    }
    topics.value = { state: "ready", data: (JSON.parse(body) as { topics: TopicChoice[] }).topics };
  } catch (error) {
    topics.value = { state: "failed", message: (error as Error).message };
  }
}

/** Reads the topics whenever the server is (again) there. */
function followTopics(): () => void {
  return effect(() => {
    if (info.value.state === "ready") {
      void loadTopics(info.value.data.stage);
    }
  });
}

interface Props {
  control: ControlProps;
  schema: Schema;
  shared: SharedProps;
}

/** The topics, from the mock route; should that fail, the ids that the model allows still make the form usable. */
export function TopicSelect({ control, schema, shared }: Props) {
  useEffect(followTopics, []);
  const loaded = topics.value;
  const choices = loaded.state === "ready" ? loaded.data : loaded.state === "failed" ? allowed(schema) : [];
  return (
    <select {...control} {...shared} disabled={loaded.state === "loading"}>
      <option value="">{loaded.state === "loading" ? "Reading the topics…" : "Choose a topic"}</option>
      {choices.map(({ id, label }) => (
        <option key={id} value={id}>
          {label}
        </option>
      ))}
    </select>
  );
}

function allowed(schema: Schema): TopicChoice[] {
  const ids = (propertiesOf(schema).topic?.enum ?? []) as string[];
  return ids.map((id) => ({ id, label: id }));
}
