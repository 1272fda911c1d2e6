import { info, openApi, routes } from "../api/loaded.ts";
import type { Route } from "../api/types.ts";
import { place } from "../router.ts";
import { Waiting } from "../ui/waiting.tsx";
import { keyOf } from "./drafts.ts";
import { GROUPS } from "./integration-names.ts";
import { RouteList } from "./route-list.tsx";
import { RouteView } from "./route-view.tsx";

/** Every route, and what happens to a request on its way. */
export function ExplorerPage() {
  return (
    <>
      <h1 tabIndex={-1}>Explorer</h1>
      <p class="lede">
        Send a request and see what each step made of it. What is shown is the local gateway's own record of it.
      </p>
      <RoutesOrWaiting />
    </>
  );
}

function RoutesOrWaiting() {
  if (routes.value.state !== "ready") {
    return <Waiting what="The routes" of={routes.value} />;
  }
  if (openApi.value.state !== "ready") {
    return <Waiting what="The document" of={openApi.value} />;
  }
  if (info.value.state !== "ready") {
    return <Waiting what="The server's settings" of={info.value} />;
  }
  const all = GROUPS.flatMap(({ types }) =>
    types.flatMap((type) =>
      routes.value.state === "ready" ? routes.value.data.filter((r) => r.integration === type) : [],
    ),
  );
  const chosen = chosenRoute(all) ?? all.find(({ integration }) => integration === "sqs") ?? all[0];
  if (!chosen) {
    return <p class="empty">The document has no routes.</p>;
  }
  return (
    <div class="explorer">
      <RouteList routes={all} chosen={chosen} />
      <RouteView key={keyOf(chosen)} route={chosen} document={openApi.value.data} info={info.value.data} />
    </div>
  );
}

function chosenRoute(all: Route[]): Route | undefined {
  const [method, ...segments] = place.value.rest;
  return all.find((route) => route.method === method && route.path === `/${segments.join("/")}`);
}
