import { computed } from "@preact/signals";
import type { Snapshot } from "../src/api/wire.ts";
import { services } from "./api/live.ts";
import { openApi } from "./api/loaded.ts";
import { COMPARED, CONTACT } from "./contact/ways.ts";
import { bodySchema, type OpenApiDocument, operationOf, type RouteKey } from "./document/document.ts";
import { PARTS, type Part } from "./router.ts";

/** The parts that the API which runs here has something to show in; all while that is not known yet. */
export const shownParts = computed(() =>
  openApi.value.state === "ready" ? partsOf(openApi.value.data, services.value) : [...PARTS],
);

/** The API's own name, such as `Contact Us`, from the title `contact-us`. Empty while it is not known yet. */
export const apiName = computed(() => {
  const title = openApi.value.state === "ready" ? (openApi.value.data.info?.title ?? "") : "";
  return title.replaceAll("-", " ").replace(/\b[a-z]/g, (letter) => letter.toUpperCase());
});

/** The parts for an API: the form and the comparison need their routes, the services anything that is there. */
export function partsOf(document: OpenApiDocument, services: Snapshot | undefined): Part[] {
  const has = (route: RouteKey) => operationOf(document, route)["x-amazon-apigateway-integration"] !== undefined;
  const isEmpty = services && Object.values(services).every((list) => Array.isArray(list) && list.length === 0);
  const shown: Record<Part, boolean> = {
    contact: bodySchema(document, CONTACT) !== undefined,
    explorer: true,
    services: !isEmpty,
    compare: COMPARED.every(has),
    reference: true,
  };
  return PARTS.filter((part) => shown[part]);
}
