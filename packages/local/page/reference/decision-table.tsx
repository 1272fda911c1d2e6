import { openApi, routes } from "../api/loaded.ts";
import { operationOf, type RouteKey } from "../document/document.ts";
import { integrationView } from "../explorer/integration.ts";
import { routePlace } from "../router.ts";
import { Panel } from "../ui/panel.tsx";
import { DECISIONS } from "./decisions.ts";

/** Which type when, each with the routes that show it. */
export function DecisionTable() {
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
          {DECISIONS.map(({ name, covers, when, cost }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td data-label="Use it when">{when}</td>
              <td data-label="What it costs you">{cost}</td>
              <td data-label="See it">
                <RouteLinks routes={routesOf(covers)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}

function routesOf(covers: (name: string) => boolean): RouteKey[] {
  if (routes.value.state !== "ready" || openApi.value.state !== "ready") {
    return [];
  }
  const document = openApi.value.data;
  return routes.value.data.filter((route) => covers(integrationView(operationOf(document, route)).name));
}

function RouteLinks({ routes }: { routes: RouteKey[] }) {
  return (
    <ul>
      {routes.map(({ method, path }) => (
        <li key={`${method} ${path}`}>
          <a class="mono break" href={routePlace(method, path)}>
            {method} {path}
          </a>
        </li>
      ))}
    </ul>
  );
}
