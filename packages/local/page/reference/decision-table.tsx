import { routes } from "../api/loaded.ts";
import type { IntegrationType, Route } from "../api/types.ts";
import { routePlace } from "../router.ts";
import { Panel } from "../ui/panel.tsx";
import { DECISIONS } from "./decisions.ts";

/** Which type when, each with the routes that show it. */
export function DecisionTable() {
  const all = routes.value.state === "ready" ? routes.value.data : [];
  return (
    <Panel title="Which type when" class="decisions">
      <table>
        <thead>
          <tr>
            <th scope="col">Integration</th>
            <th scope="col">Use it when</th>
            <th scope="col">What it costs you</th>
            <th scope="col">See it</th>
          </tr>
        </thead>
        <tbody>
          {DECISIONS.map(({ name, types, when, cost }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td data-label="Use it when">{when}</td>
              <td data-label="What it costs you">{cost}</td>
              <td data-label="See it">
                <RouteLinks routes={all} types={types} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}

function RouteLinks({ routes, types }: { routes: Route[]; types: IntegrationType[] }) {
  return (
    <ul>
      {routes
        .filter(({ integration }) => types.includes(integration))
        .map(({ method, path }) => (
          <li key={`${method} ${path}`}>
            <a class="mono break" href={routePlace(method, path)}>
              {method} {path}
            </a>
          </li>
        ))}
    </ul>
  );
}
