import { type Signal, signal } from "@preact/signals";
import type { Info, Route } from "../../src/api/wire.ts";
import type { OpenApiDocument } from "../document/document.ts";
import { request } from "./request.ts";

/** Something that is fetched: its three states are shown differently everywhere. */
export type Loaded<T> = { state: "loading" } | { state: "ready"; data: T } | { state: "failed"; message: string };

/** What the running program is: read once, and again when the server comes back. */
export const info = signal<Loaded<Info>>({ state: "loading" });
export const openApi = signal<Loaded<OpenApiDocument>>({ state: "loading" });
export const routes = signal<Loaded<Route[]>>({ state: "loading" });

/** Fetches into a signal. What is already shown stays until the answer is there. */
export async function load<T>(path: string, into: Signal<Loaded<T>>): Promise<void> {
  try {
    into.value = { state: "ready", data: await request<T>(path) };
  } catch (error) {
    into.value = { state: "failed", message: (error as Error).message };
  }
}

/** Fetches everything about the running program. */
export async function loadProgram(): Promise<void> {
  await Promise.all([load("/info", info), load("/openapi", openApi), load("/routes", routes)]);
}
