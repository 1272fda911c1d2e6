/**
 * The value of an environment variable that a handler cannot do without.
 *
 * @throws Error naming the variable, when it is not set.
 */
export function environment(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`environment variable ${name} is not set`);
  return value;
}
