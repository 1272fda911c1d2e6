import type { App } from "./app.ts";
import { call, eventually } from "./client.ts";

// biome-ignore lint/suspicious/noExplicitAny: what `GET /_local/services` answers
export type Services = Record<string, any>;

/** What is in the services of localhost. */
export async function services({ local }: App): Promise<Services> {
  return (await call(`${local}/_local/services`)).json;
}

/** The part of a service's name after the component's, such as `submissions-queue`. */
// biome-ignore lint/suspicious/noExplicitAny: an entry of the snapshot
export const named = (list: any[], name: string) => list.find((entry) => entry.name === name);

/** The stored submission of a message ID, as soon as it is there. */
export function stored(running: App, id: string) {
  return eventually(async () => {
    const { items } = named((await services(running)).tables, "submissions-table");
    return items.find((item: { id: string }) => item.id === id);
  });
}
