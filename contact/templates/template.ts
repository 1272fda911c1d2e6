/**
 * The URL of one of this application's mapping templates.
 *
 * @param file Name of a file in this folder, for example `put-visitor.vtl`.
 */
export function contactTemplate(file: string): URL {
  return new URL(file, import.meta.url);
}
