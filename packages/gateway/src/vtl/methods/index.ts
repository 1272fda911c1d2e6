import { JavaArray, JavaChar, JsonList, type Method, type Methods, type Value } from "../values.ts";
import { characterMethods } from "./character.ts";
import { arrayMethods, jsonListMethods, listMethods } from "./list.ts";
import { mapMethods } from "./map.ts";
import { booleanMethods, numberMethods } from "./number.ts";
import { stringMethods } from "./string.ts";

/** The methods of a value, by its Java type. */
export function methodsOf(value: Exclude<Value, null>): Methods {
  if (typeof value === "string") return stringMethods;
  if (typeof value !== "object") return typeof value === "boolean" ? booleanMethods : numberMethods(value);
  if (value instanceof Map) return mapMethods;
  if (Array.isArray(value)) {
    if (value instanceof JsonList) return jsonListMethods;
    return value instanceof JavaArray ? arrayMethods : listMethods;
  }
  return value.methods ?? (value instanceof JavaChar ? characterMethods : numberMethods(value));
}

/**
 * The method that a property stands for, `.name` for `getName()`, `getname()`, `isName()` or `isname()`, in this order;
 * undefined when there is none.
 */
export function getterOf(own: Methods, name: string): Method | undefined {
  // The methods of an array are a list's, which Velocity does not look for getters in.
  if (own === arrayMethods) return undefined;
  const first = name.charAt(0);
  const flipped = (first === first.toLowerCase() ? first.toUpperCase() : first.toLowerCase()) + name.slice(1);
  return own.get(`get${name}`) ?? own.get(`get${flipped}`) ?? own.get(`is${name}`) ?? own.get(`is${flipped}`);
}
