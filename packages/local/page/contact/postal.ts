import { sendToGateway } from "../api/gateway.ts";

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

/** The result of looking up a postal code. `message` is for the visitor. */
export type PostalResult = { town: string; message: string } | { town?: undefined; message: string };

/** The place names in the postal-code service's answer: `{"places": [{"place name": "Beverly Hills"}]}`. */
export function townsOf(body: string): string[] {
  try {
    const { places } = JSON.parse(body) as { places?: Record<string, unknown>[] };
    return (places ?? []).map((place) => place["place name"]).filter((name) => typeof name === "string");
  } catch {
    return [];
  }
}

/** Asks the HTTP route for the town of a postal code. Never throws: the visitor can always type the town. */
export async function lookUpTown(stage: string, country: string, code: string): Promise<PostalResult> {
  const path = `/postal-codes/${country.toLowerCase()}/${encodeURIComponent(code.trim())}`;
  try {
    const response = await sendToGateway(stage, { method: "GET", path, headers: { accept: "application/json" } });
    const town = townsOf(response.body)[0];
    if (response.status === 200 && town !== undefined) {
      return { town, message: `${code.trim()} is ${town}.` };
    }
    if (response.status === 404 || response.status === 200) {
      return { message: `No place in ${countryName(country)} has the code ${code.trim()}. You can type the town.` };
    }
    return { message: `The postal-code service answered ${response.status}. You can type the town.` };
  } catch {
    return { message: "The postal-code service cannot be reached. You can type the town." };
  }
}
