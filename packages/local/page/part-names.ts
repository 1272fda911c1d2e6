import type { Part } from "./router.ts";

/** What the parts are called. */
export const PART_NAMES: Record<Part, string> = {
  contact: "Contact",
  explorer: "Explorer",
  services: "Services",
  compare: "Compare",
  reference: "Reference",
};
