import styleUrl from "swagger-ui-dist/swagger-ui.css?url";
import scriptUrl from "swagger-ui-dist/swagger-ui-es-bundle.js?url";

/** https://swagger.io/docs/open-source-tools/swagger-ui/usage/configuration/ */
interface Options {
  domNode: HTMLElement;
  spec: unknown;
  supportedSubmitMethods: string[];
  defaultModelsExpandDepth: number;
  docExpansion: "list" | "full" | "none";
  validatorUrl: null;
}

/**
 * Shows an OpenAPI document in Swagger UI, which is fetched now: it is larger than the whole page, and the build copies
 * it as it is. The explorer sends requests, and shows what happens to them; here, documents are only read.
 * @throws TypeError when it cannot be fetched
 */
export async function showDocument(document: unknown, domNode: HTMLElement): Promise<void> {
  const [{ default: SwaggerUI }] = await Promise.all([
    import(/* @vite-ignore */ scriptUrl) as Promise<{ default: (options: Options) => void }>,
    loadStyle(),
  ]);
  SwaggerUI({
    domNode,
    spec: document,
    supportedSubmitMethods: [],
    defaultModelsExpandDepth: 0,
    docExpansion: "list",
    validatorUrl: null,
  });
}

function loadStyle(): Promise<void> {
  if (globalThis.document.querySelector(`link[href="${styleUrl}"]`)) {
    return Promise.resolve();
  }
  return new Promise((resolve, reject) => {
    const link = globalThis.document.createElement("link");
    link.rel = "stylesheet";
    link.href = styleUrl;
    link.onload = () => resolve();
    link.onerror = () => reject(new TypeError(`${styleUrl} could not be fetched`));
    globalThis.document.head.append(link);
  });
}
