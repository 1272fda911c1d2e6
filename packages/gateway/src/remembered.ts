/**
 * What a key stands for, made once and kept. A map that has `limit` keys is emptied before the next one: keys can come from callers, and
 * few are in use at a time.
 */
export function remembered<Value>(
  kept: Map<string, Value>,
  limit: number,
  key: string,
  make: (key: string) => Value,
): Value {
  const known = kept.get(key);
  if (known !== undefined || kept.has(key)) {
    return known as Value;
  }
  const made = make(key);
  if (kept.size >= limit) {
    kept.clear();
  }
  kept.set(key, made);
  return made;
}
