/** A resource as a stack asks for it: in a preview, in a unit test, or on localhost. */
export interface Resource {
  /** Pulumi type token, for example `aws:sqs/queue:Queue`. */
  readonly type: string;
  /** Name within the program. */
  readonly name: string;
  // biome-ignore lint/suspicious/noExplicitAny: the shape is the resource type's own
  readonly inputs: Readonly<Record<string, any>>;
}

/** What is wrong with a resource, or with one route of an API. */
export interface Violation {
  /** Name of the resource, or the route as `METHOD /path`. */
  readonly subject: string;
  /** What is wrong, with the fix. */
  readonly message: string;
}

/** A rule that can be judged by one resource alone. */
export interface ResourceRule {
  readonly name: string;
  readonly description: string;
  readonly check: (resource: Resource) => readonly Violation[];
}

/** A rule that needs the stack's other resources. */
export interface StackRule {
  readonly name: string;
  readonly description: string;
  readonly checkStack: (resources: readonly Resource[]) => readonly Violation[];
}

export type Rule = ResourceRule | StackRule;

/** A violation that is meant. */
export interface Exception {
  readonly rule: string;
  readonly subject: string;
  /** The one violation of the subject that is meant; default: each of the rule's. */
  readonly message?: string;
  /** Why it is right, or what it waits for. */
  readonly reason: string;
}
