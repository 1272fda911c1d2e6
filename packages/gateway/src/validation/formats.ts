import { isHostname, isIpv4, isIpv6 } from "./addresses.ts";
import { translatePattern } from "./ecma-pattern.ts";
import { isEmail } from "./email.ts";
import { isUri } from "./uri.ts";

/** Checks a string against a format: what is wrong with it, undefined when nothing is. */
export type Format = (text: string) => string | undefined;

const checked =
  (isValid: (text: string) => boolean, message: (text: string) => string): Format =>
  (text) =>
    isValid(text) ? undefined : message(text);

/**
 * Formats that the Java validator knows in draft 4; it does not check others, such as `date`, `int32` or `phone`.
 * https://github.com/java-json-tools/json-schema-validator/blob/2.2.14/src/main/java/com/github/fge/jsonschema/library/format/
 */
export const FORMATS: ReadonlyMap<string, Format> = new Map(
  Object.entries({
    "date-time": checked(
      isDateTime,
      (text) =>
        `string "${text}" is invalid against requested date format(s) [yyyy-MM-dd'T'HH:mm:ssZ, yyyy-MM-dd'T'HH:mm:ss.[0-9]{1,12}Z]`,
    ),
    email: checked(isEmail, (text) => `string "${text}" is not a valid email address`),
    hostname: checked(isHostname, (text) => `string "${text}" is not a valid hostname`),
    ipv4: checked(isIpv4, (text) => `string "${text}" is not a valid IPv4 address`),
    ipv6: checked(isIpv6, (text) => `string "${text}" is not a valid IPv6 address`),
    regex: checked(
      (text) => translatePattern(text) !== undefined,
      (text) => `string "${text}" is not a valid ECMA 262 regular expression`,
    ),
    uri: checked(isUri, (text) => `string "${text}" is not a valid URI`),
    uuid: checked(isUuid, (text) => `input string "${text}" is not a valid UUID`),
    "json-pointer": checked(
      (text) => (text === "" || text.startsWith("/")) && !/~(?![01])/.test(text),
      (text) => `input string "${text}" is not a valid JSON Pointer`,
    ),
    mac: checked(
      (text) => /^[A-Za-z0-9]{2}(?::[A-Za-z0-9]{2}){5}$/.test(text),
      (text) => `input string "${text}" is not a valid MAC address`,
    ),
    md5: hexadecimal(32),
    sha1: hexadecimal(40),
    sha256: hexadecimal(64),
    sha512: hexadecimal(128),
    base64,
  }),
);

/** As Joda-Time reads it: seconds 0 to 59, an offset with or without colons and of hours alone, small letters too. */
const DATE_TIME =
  /^(\d{4})-(\d\d)-(\d\d)t(?:[01]\d|2[0-3])(?::[0-5]\d){2}(?:\.\d{1,12})?(?:z|[+-](?:[01]\d|2[0-3])(?::[0-5]\d(?::[0-5]\d(?:[.,]\d{1,3})?)?|[0-5]\d(?:[0-5]\d\d{0,3})?)?)$/i;

function isDateTime(text: string): boolean {
  const [, year, month, day] = DATE_TIME.exec(text) ?? [];
  if (year === undefined || Number(month) < 1 || Number(month) > 12 || Number(day) < 1) return false;
  const isLeapYear = Number(year) % 4 === 0 && (Number(year) % 100 !== 0 || Number(year) % 400 === 0);
  const days = Number(month) === 2 ? (isLeapYear ? 29 : 28) : [4, 6, 9, 11].includes(Number(month)) ? 30 : 31;
  return Number(day) <= days;
}

/** As `UUID.fromString` of Java 17 reads it: five hexadecimal numbers of any length up to 36 characters in all. */
function isUuid(text: string): boolean {
  return (
    text.length <= 36 &&
    /^\+?[0-9a-f]+(?:-\+?[0-9a-f]+){4}$/i.test(text) &&
    text.split("-").every((part) => BigInt(`0x${part.replace("+", "")}`) < 2n ** 63n)
  );
}

function hexadecimal(length: number): Format {
  return (text) => {
    if (text.length !== length) return `input string has incorrect length (${text.length}, expected ${length})`;
    const index = text.search(/[^0-9A-Fa-f]/);
    return index < 0 ? undefined : `illegal character "${text[index]}" in input at index ${index}`;
  };
}

function base64(text: string): string | undefined {
  if (text.length % 4 !== 0) return `input has illegal length (must be a multiple of 4, found ${text.length})`;
  const index = text.replace(/==?$/, "").search(/[^A-Za-z0-9+/]/);
  return index < 0 ? undefined : `illegal character "${text[index]}" at index ${index} (not in Base64 alphabet)`;
}
