import { effect, signal } from "@preact/signals";
import { sendToGateway } from "../api/gateway.ts";
import { info, type Loaded } from "../api/loaded.ts";

/** One of the mock route's topics. */
export interface TopicChoice {
  id: string;
  label: string;
}

/** What `GET /topics` answered. */
export const topics = signal<Loaded<TopicChoice[]>>({ state: "loading" });

/** Reads the topics from the mock route. */
export async function loadTopics(stage: string): Promise<void> {
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
export function followTopics(): () => void {
  return effect(() => {
    if (info.value.state === "ready") {
      void loadTopics(info.value.data.stage);
    }
  });
}
