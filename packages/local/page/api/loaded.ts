import { type Signal, signal } from "@preact/signals";
import type { Info, Route } from "../../src/api/wire.ts";
import type { OpenApiDocument } from "../document/document.ts";
import { request } from "./request.ts";

/** Something that is fetched, in one of three states. */
export type Loaded<T> = { state: "loading" } | { state: "ready"; data: T } | { state: "failed"; message: string };

/** The running program: read once, and again when the server comes back. */
export const info = signal<Loaded<Info>>({ state: "loading" });
export const openApi = signal<Loaded<OpenApiDocument>>({ state: "loading" });
export const routes = signal<Loaded<Route[]>>({ state: "loading" });

/** Fetches into a signal. The old value stays until the new one is there. */
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
