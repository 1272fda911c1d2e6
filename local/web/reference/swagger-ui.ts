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
}

declare global {
  /** What the bundle defines; it is no module. */
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
  globalThis.SwaggerUIBundle?.({
    domNode,
    spec,
    supportedSubmitMethods: [],
    defaultModelsExpandDepth: 0,
    docExpansion: "list",
    validatorUrl: null,
  });
}

function added(element: HTMLElement): Promise<void> {
  return new Promise((resolve, reject) => {
    element.onload = () => resolve();
    element.onerror = () => reject(new TypeError("Swagger UI could not be fetched"));
    document.head.append(element);
  });
}
