import { createDeployedApi } from "./api/deployed.ts";
import { createChanges } from "./api/events.ts";
import { checkedKey, checkedUrl, reach } from "./deployed-api.ts";
import type { StartOptions } from "./options.ts";
import { passOn } from "./pass-on.ts";
import { apiKeyVariable } from "./program/api-key.ts";
import { routesOf } from "./program/operations.ts";
import { createSite } from "./server.ts";
import { reserveSite, run, urlOf } from "./start.ts";
import { stageOf } from "./version.ts";

/**
 * Serves the page for a deployed API: the program is run for its document alone, and what the page sends is passed on.
 * So the page needs no exception in its content security policy, and works whatever origins the API allows.
 *
 * This, and not a site in S3 and CloudFront, is what the project has to try a deployed API with: it costs nothing, needs no
 * deployment of its own, and has the explorer and the reference too. A site for visitors has a design of its own.
 *
 * @param onClose Called with the function that stops a part, as soon as the part runs.
 * @returns The banner.
 * @throws UserError when the port is taken, the program does not run, or the API does not answer.
 */
export async function startPage(options: StartOptions, onClose: (close: () => unknown) => void): Promise<string> {
  const url = checkedUrl("--api", options.api);
  const site = await reserveSite(options);
  onClose(site.close);
  const page = urlOf(options.host, site.port);
  const { directory, stack, config } = options;
  const program = await run({ directory, stack, config, url: page });
  const given = options.apiKey ?? process.env[apiKeyVariable(program.name)];
  const needsKey = routesOf(program.document).some(({ apiKeyRequired }) => apiKeyRequired);
  const apiKey = needsKey ? checkedKey(given) : (given ?? "");
  await reach("--api", { url, apiKey }, "/");

  const stage = stageOf(program);
  const notes = [
    `Requests go to ${url}, by way of this server: from the browser's view all is one origin, so allowedOrigins is not tried here.`,
    "The routes are those of the program on this machine; a route that is not deployed answers 403.",
    "Traces, services and the comparison are localhost's: npm start without --api has them.",
  ];
  const changes = createChanges();
  const local = createDeployedApi({ program, url, stage, apiKey, notes, changes });
  const { origin, pathname } = new URL(url);
  const base = pathname.replace(/\/$/, "");
  const gateway: Parameters<typeof createSite>[0]["gateway"] = (request, response) => {
    // What other servers on localhost keep in the browser is none of the API's business.
    delete request.headers.cookie;
    passOn(origin, request, response, base + (request.url ?? "/").slice(1 + stage.length) || "/");
  };
  site.serve(createSite({ stage, gateway, local, host: options.host, port: site.port }));
  onClose(() => changes.emit("end"));
  return [
    "",
    `  ${program.name}: the page for the deployed API.`,
    "",
    `  Page     ${page}`,
    `  API      ${url}`,
    "",
    ...notes.map((note) => `  ${note}`),
    "",
  ].join("\n");
}
