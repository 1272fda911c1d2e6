/** The smallest handler, for tests that look at the function around it: bundling a real one takes a third of a second. */
export const handler = async (): Promise<string> => "done";
