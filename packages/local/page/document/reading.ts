import { bodySchema, type OpenApiDocument, type Operation } from "./document.ts";
import { sampleOf } from "./sample.ts";

/**
 * The document for people to read: without CORS preflights, and with an example for each model that lacks one. The
 * examples that a viewer makes from a pattern are noise.
 */
export function forReading(document: OpenApiDocument): OpenApiDocument {
  const paths = Object.entries(document.paths).map(([path, item]) => {
    const methods = Object.entries(item).filter(([method]) => method !== "options");
    return [
      path,
      Object.fromEntries(
        methods.map(([method, operation]) => [method, withExample(document, path, method, operation)]),
      ),
    ];
  });
  return { ...document, paths: Object.fromEntries(paths) };
}

function withExample(document: OpenApiDocument, path: string, method: string, operation: Operation): Operation {
  const schema = bodySchema(document, { method, path });
  const content = operation.requestBody?.content;
  const media = content?.["application/json"];
  if (!schema || !content || !media || "example" in media) {
    return operation;
  }
  const json = { ...media, example: sampleOf(schema) };
  return { ...operation, requestBody: { ...operation.requestBody, content: { ...content, "application/json": json } } };
}
