import type { Route } from "../api/types.ts";
import { routePlace } from "../router.ts";
import { keyOf } from "./drafts.ts";
import { GROUPS } from "./integration-names.ts";

/** The routes by integration type. */
export function RouteList({ routes, chosen }: { routes: Route[]; chosen: Route }) {
  return (
    <nav class="route-list" aria-label="Routes by integration type">
      {GROUPS.map(({ name, types }) => {
        const inGroup = routes.filter(({ integration }) => types.includes(integration));
        return (
          inGroup.length > 0 && (
            <section key={name}>
              <h2 class="small quiet">{name}</h2>
              <ul>
                {inGroup.map((route) => (
                  <li key={keyOf(route)}>
                    <a href={routePlace(route.method, route.path)} aria-current={route === chosen ? "page" : undefined}>
                      <span class="method">{route.method}</span>
                      <span>{route.path}</span>
                    </a>
                  </li>
                ))}
              </ul>
            </section>
          )
        );
      })}
    </nav>
  );
}
