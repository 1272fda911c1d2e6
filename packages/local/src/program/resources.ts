/** A JSON object whose shape is its service's, or its resource type's, own. */
// biome-ignore lint/suspicious/noExplicitAny: see above
export type Json = Record<string, any>;

/** One resource of the program, as the cloud would have been asked for it. */
export interface Resource {
  /** Pulumi type token, for example `aws:sqs/queue:Queue`. */
  readonly type: string;
  /** Name within the program. */
  readonly name: string;
  /** ID that the resource got on localhost. */
  readonly id: string;
  /** What the program asked for; secrets are in the clear, archives are `{ files: { path: text } }`. */
  readonly inputs: Json;
  /** The inputs, and what the provider would have computed: `arn`, `url`, `name` … */
  readonly outputs: Json;
}

/** What running a program without a cloud gives. */
export interface Program {
  /** The project's name. */
  readonly name: string;
  /** The OpenAPI document of the program's REST API, all values known. The gateway checks it when it loads it. */
  readonly document: Json;
  readonly resources: readonly Resource[];
  /** Stack outputs by name. */
  readonly outputs: Readonly<Record<string, unknown>>;
  /** The stack's configuration by full key, for example `contact-us:postalApiUrl`, as text. */
  readonly config: Readonly<Record<string, string>>;
  readonly localhost: LocalhostSection;
}

/** The section `localhost` of the stack's file: facts on the program that only localhost needs. */
export interface LocalhostSection {
  /** A request's body by route (`POST /contact`): for the banner's example and for the comparison. */
  readonly examples: Readonly<Record<string, Json>>;
  /**
   * Bodies that a third-party service answers 200 with while it is not called, by the config key of its URL, then by path.
   * The section names JSON files, relative to the stack's file.
   */
  readonly samples: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** The program's resources of one type, in the order of their registration. */
export function ofType({ resources }: Pick<Program, "resources">, type: string): Resource[] {
  return resources.filter((resource) => resource.type === type);
}

/** The request to the program's process. */
export interface ProgramRequest {
  readonly stack: string;
  /** Folder of `Pulumi.yaml`. */
  readonly directory: string;
  /** Where the API is served, without the stage. */
  readonly url: string;
  /** Where queue URLs point, without account and name. */
  readonly queueUrl: string;
  /** Value of the API keys whose value the program leaves to AWS. */
  readonly apiKey?: string;
}

/** The answer of the program's process, sent once. */
export type ProgramResult = { readonly program: Program } | { readonly error: string };
