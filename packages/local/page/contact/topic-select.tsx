import { useEffect } from "preact/hooks";
import type { Schema } from "../api/types.ts";
import { propertiesOf } from "./contact-schema.ts";
import type { ControlProps, SharedProps } from "./field.tsx";
import { followTopics, type TopicChoice, topics } from "./topics.ts";

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
