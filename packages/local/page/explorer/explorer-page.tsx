import type { ComponentChildren } from "preact";
import { info, openApi, routes } from "../api/loaded.ts";
import { place } from "../router.ts";
import { Waiting } from "../ui/waiting.tsx";
import { keyOf } from "./drafts.ts";
import { grouped, RouteList } from "./route-list.tsx";
import { RouteView } from "./route-view.tsx";

/** Every route, and what happens to a request on its way. */
export function ExplorerPage() {
  const { head, work } = content();
  // One heading for what waits and for what has arrived: a heading that is drawn anew loses the focus.
  return (
    <div class="explorer">
      <div class="explorer-head">
        <h1 tabIndex={-1}>Explorer</h1>
        <p class="lede">Send a request and see what each step does.</p>
        {head}
      </div>
      {work}
    </div>
  );
}

/** What is below the heading, and the chosen route beside it. */
function content(): { head: ComponentChildren; work?: ComponentChildren } {
  if (routes.value.state !== "ready") return { head: <Waiting what="The routes" of={routes.value} /> };
  if (openApi.value.state !== "ready") return { head: <Waiting what="The document" of={openApi.value} /> };
  if (info.value.state !== "ready") return { head: <Waiting what="The server's settings" of={info.value} /> };
  const document = openApi.value.data;
  const groups = grouped(routes.value.data, document);
  const listed = groups.flatMap((group) => group.routes);
  const [method, ...segments] = place.value.rest;
  const first = listed.find((route) => route.method === "POST") ?? listed[0];
  if (!first) return { head: <p class="empty">The document has no routes.</p> };
  const path = `/${segments.join("/")}`;
  const chosen = method === undefined ? first : listed.find((route) => route.method === method && route.path === path);
  if (!chosen) {
    return {
      head: (
        <>
          <p class="note bad" role="status">
            The document has no route {method} {path}.
          </p>
          <RouteList groups={groups} chosen={undefined} />
        </>
      ),
    };
  }
  return {
    head: <RouteList groups={groups} chosen={chosen} />,
    work: (
      <div class="work">
        <RouteView key={keyOf(chosen)} route={chosen} document={document} info={info.value.data} />
      </div>
    ),
  };
}
