import type { Route } from "../../src/api/wire.ts";
import { type OpenApiDocument, operationOf } from "../document/document.ts";
import { routePlace } from "../router.ts";
import { useNarrow } from "../ui/use-narrow.ts";
import { keyOf } from "./drafts.ts";
import { GROUPS, integrationView } from "./integration.ts";

/** The routes of one integration type. */
export interface RouteGroup {
  name: string;
  routes: Route[];
}

/** Routes by integration type, in the order in which people learn the types. */
export function grouped(routes: readonly Route[], document: OpenApiDocument): RouteGroup[] {
  return GROUPS.map((name) => ({
    name,
    routes: routes.filter((route) => integrationView(operationOf(document, route)).group === name),
  })).filter((group) => group.routes.length > 0);
}

interface Props {
  groups: RouteGroup[];
  chosen: Route | undefined;
}

/** The list of routes; on a narrow screen it is behind a line that opens. */
export function RouteList({ groups, chosen }: Props) {
  return useNarrow(1100) ? (
    <details class="route-menu" key={chosen && keyOf(chosen)}>
      <summary>Choose another route</summary>
      <Routes groups={groups} chosen={chosen} />
    </details>
  ) : (
    <Routes groups={groups} chosen={chosen} />
  );
}

function Routes({ groups, chosen }: Props) {
  return (
    <nav class="route-list" aria-label="Routes by integration type">
      {groups.map(({ name, routes }) => (
        <section key={name}>
          <h2 class="small quiet">{name}</h2>
          <ul>
            {routes.map((route) => (
              <li key={keyOf(route)}>
                <a href={routePlace(route.method, route.path)} aria-current={route === chosen ? "page" : undefined}>
                  <span class="method">{route.method}</span>
                  <span>{route.path}</span>
                </a>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </nav>
  );
}
