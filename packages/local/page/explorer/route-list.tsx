import type { Route } from "../api/types.ts";
import { routePlace } from "../router.ts";
import { useNarrow } from "../ui/use-narrow.ts";
import { keyOf } from "./drafts.ts";
import { GROUPS } from "./integration-names.ts";

interface Props {
  routes: Route[];
  chosen: Route;
}

/** The routes by integration type; on a phone they are behind a line that opens. */
export function RouteList({ routes, chosen }: Props) {
  return useNarrow() ? (
    <details class="route-menu" key={keyOf(chosen)}>
      <summary>Choose another route</summary>
      <Routes routes={routes} chosen={chosen} />
    </details>
  ) : (
    <Routes routes={routes} chosen={chosen} />
  );
}

function Routes({ routes, chosen }: Props) {
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
