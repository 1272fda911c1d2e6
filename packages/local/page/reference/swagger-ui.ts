import styleUrl from "swagger-ui-dist/swagger-ui.css?url";
import scriptUrl from "swagger-ui-dist/swagger-ui-bundle.js?url";

/** https://swagger.io/docs/open-source-tools/swagger-ui/usage/configuration/ */
interface Options {
  domNode: HTMLElement;
  spec: unknown;
  supportedSubmitMethods: string[];
  defaultModelsExpandDepth: number;
  docExpansion: "list" | "full" | "none";
  validatorUrl: null;
  plugins: ((system: { React: { createElement: CreateElement } }) => object)[];
  layout: string;
}

type CreateElement = (type: unknown, properties: object | null, ...children: unknown[]) => unknown;
type GetComponent = (name: string, isContainer?: boolean) => unknown;

declare global {
  /** Defined by the bundle, which is a script and not a module. */
  var SwaggerUIBundle: ((options: Options) => void) | undefined;
}

/**
 * Shows an OpenAPI document in Swagger UI, which is fetched now: it is larger than the whole page, and the build copies
 * it as it is. The explorer sends requests, and shows what happens to them; here, documents are only read.
 * @throws TypeError when it cannot be fetched
 */
export async function showDocument(spec: unknown, domNode: HTMLElement): Promise<void> {
  if (!globalThis.SwaggerUIBundle) {
    await Promise.all([
      added(Object.assign(document.createElement("script"), { src: scriptUrl })),
      added(Object.assign(document.createElement("link"), { rel: "stylesheet", href: styleUrl })),
    ]);
  }
  new MutationObserver(() => lowerHeadings(domNode)).observe(domNode, { childList: true, subtree: true });
  globalThis.SwaggerUIBundle?.({
    domNode,
    spec,
    supportedSubmitMethods: [],
    defaultModelsExpandDepth: 0,
    docExpansion: "list",
    validatorUrl: null,
    plugins: [({ React }) => ({ components: { DocumentLayout: layoutOf(React.createElement) } })],
    layout: "DocumentLayout",
  });
}

/** Swagger UI's own layout is a whole page with a `<main>`; this one is a part of a page, and only for reading. */
function layoutOf(element: CreateElement) {
  return ({ getComponent }: { getComponent: GetComponent }) =>
    element(
      "div",
      { className: "swagger-ui" },
      element(getComponent("SvgAssets"), null),
      element(getComponent("InfoContainer", true), null),
      element(getComponent("operations", true), null),
      element(getComponent("Models", true), null),
    );
}

/** Puts its headings below the two levels that the page has above it. */
function lowerHeadings(domNode: HTMLElement): void {
  for (const [selector, level] of Object.entries({ ".info .title": "3", ".opblock-tag": "4" })) {
    for (const heading of domNode.querySelectorAll(selector)) {
      heading.setAttribute("role", "heading");
      heading.setAttribute("aria-level", level);
    }
  }
}

function added(element: HTMLElement): Promise<void> {
  return new Promise((resolve, reject) => {
    element.onload = () => resolve();
    element.onerror = () => reject(new TypeError("Swagger UI could not be fetched"));
    document.head.append(element);
  });
}
