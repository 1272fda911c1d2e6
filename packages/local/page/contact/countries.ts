/** Countries that the postal-code service knows, by ISO 3166-1 code: those with the most visitors. */
const CODES = ["US", "AT", "AU", "BE", "BR", "CA", "CH", "DE", "DK", "ES", "FI", "FR", "GB", "IN", "IT", "JP", "MX"];
const MORE_CODES = ["NL", "NO", "NZ", "PL", "PT", "SE"];

const names = new Intl.DisplayNames(["en"], { type: "region" });

/** Code and name of each country of the form, by name. */
export const COUNTRIES = [...CODES, ...MORE_CODES]
  .map((code) => ({ code, name: names.of(code) ?? code }))
  .sort((a, b) => a.name.localeCompare(b.name));

/** The name of a country in a sentence. */
export function countryName(code: string): string {
  return names.of(code) ?? code;
}
