import { environment } from "../environment.ts";

/**
 * The CRM's department for a topic.
 *
 * @throws Error `NotFound: …` when `TOPICS` does not have the topic.
 */
export function findDepartment(topic: string): string {
  // Not quoted in the message: the topic is the client's text.
  if (!environment("TOPICS").split(",").includes(topic)) throw new Error("NotFound: no department has this topic");
  return topic.toUpperCase();
}
