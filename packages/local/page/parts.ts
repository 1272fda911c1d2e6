import { computed } from "@preact/signals";
import type { Snapshot } from "../src/api/wire.ts";
import { services } from "./api/live.ts";
import { info, openApi } from "./api/loaded.ts";
import { COMPARED, CONTACT } from "./contact/ways.ts";
import { bodySchema, type OpenApiDocument, operationOf, type RouteKey } from "./document/document.ts";
import { PARTS, type Part } from "./router.ts";

/** Whether the API is deployed elsewhere: there are no traces, and nothing behind it is seen. */
export const isDeployed = computed(() => info.value.state === "ready" && info.value.data.deployed === true);

/** The parts that the API which runs here has something to show in; all while that is not known yet. */
export const shownParts = computed(() =>
  openApi.value.state === "ready" ? partsOf(openApi.value.data, services.value, isDeployed.value) : [...PARTS],
);

/** The API's own name, such as `Contact Us`, from the title `contact-us`. Empty while it is not known yet. */
export const apiName = computed(() => {
  const title = openApi.value.state === "ready" ? (openApi.value.data.info?.title ?? "") : "";
  return title.replaceAll("-", " ").replace(/\b[a-z]/g, (letter) => letter.toUpperCase());
});

/**
 * The parts for an API: the form and the comparison need their routes, the services anything that is there. A deployed API
 * has no comparison, whose load would be paid for.
 */
export function partsOf(document: OpenApiDocument, services: Snapshot | undefined, deployed = false): Part[] {
  const has = (route: RouteKey) => operationOf(document, route)["x-amazon-apigateway-integration"] !== undefined;
  const isEmpty = services && Object.values(services).every((list) => Array.isArray(list) && list.length === 0);
  const shown: Record<Part, boolean> = {
    contact: bodySchema(document, CONTACT) !== undefined,
    explorer: true,
    playground: !deployed,
    services: !isEmpty && !deployed,
    compare: COMPARED.every(has) && !deployed,
    reference: true,
  };
  return PARTS.filter((part) => shown[part]);
}
