import type { Project } from "api-gateway-integrations/testing/project";

/** A JSON object whose shape is its service's, or its resource type's, own. */
// biome-ignore lint/suspicious/noExplicitAny: see above
export type Json = Record<string, any>;

/**
 * A file of an archive: its text, or where it is. `path` is absolute; a folder there stands for all that is in it, and a file
 * that is the whole archive is packed, such as a .zip.
 */
export type PackedFile = string | { readonly path: string } | { readonly uri: string };

/** One resource of the program, as the cloud would have been asked for it. */
export interface Resource {
  /** Pulumi type token, for example `aws:sqs/queue:Queue`. */
  readonly type: string;
  /** Name within the program. */
  readonly name: string;
  /** ID that the resource got on localhost. */
  readonly id: string;
  /** What the program asked for; secrets are in the clear, archives are `{ files }`, each a {@link PackedFile} by its path. */
  readonly inputs: Json;
  /** The inputs, and what the provider would have computed: `arn`, `url`, `name` … */
  readonly outputs: Json;
}

/** What running a program without a cloud gives. */
export interface Program {
  /** The project's name. */
  readonly name: string;
  /** Absolute path of the project's folder. */
  readonly directory: string;
  /** The OpenAPI document of the program's REST API, all values known. The gateway checks it when it loads it. */
  readonly document: Json;
  readonly resources: readonly Resource[];
  /** Stack outputs by name. */
  readonly outputs: Readonly<Record<string, unknown>>;
  /** The stack's configuration by full key, for example `contact-us:postalApiUrl`, as text. */
  readonly config: Readonly<Record<string, string>>;
  readonly localhost: LocalhostSection;
  /** What of the program differs on localhost, a sentence each. */
  readonly notes: readonly string[];
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

/** A Pulumi project with one stack's settings, and what only localhost needs. */
export interface LocalProject extends Project {
  readonly localhost: LocalhostSection;
  /** Absolute paths of files beside the project's and the stack's that were read, or looked for. */
  readonly files: readonly string[];
  /** Settings that the project does not declare, a sentence each. */
  readonly notes: readonly string[];
}

/** The program's resources of one type, in the order of their registration. */
export function ofType({ resources }: Pick<Program, "resources">, type: string): Resource[] {
  return resources.filter((resource) => resource.type === type);
}

/** Type token of the component of `@pulumi/aws-apigateway`. */
export const REST_API_COMPONENT = "aws-apigateway:index:RestAPI";

/** The request to the program's process. */
export interface ProgramRequest {
  readonly project: LocalProject;
  readonly stack: string;
  /** Absolute path of the folder of `Pulumi.yaml`. */
  readonly directory: string;
  /** Where the API is served, without the stage. */
  readonly url: string;
  /** Where queue URLs point, without account and name. */
  readonly queueUrl: string;
  /** Value of the API keys whose value the program leaves to AWS. */
  readonly apiKey: string;
  /** URL of the module with the mock cloud, which the program's process cannot find by the names of its own packages. */
  readonly mockCloud: string;
  /** Undefined: what the program gives is not kept for a later start. */
  readonly keep?: KeepRequest;
}

/** What of a run is known before it: with the same files and variables it gives the same program. */
export interface RunKey {
  /** Absolute path of the folder of `Pulumi.yaml`. */
  readonly directory: string;
  /** As it was given. */
  readonly stack?: string;
  readonly config?: Readonly<Record<string, string>>;
  readonly url: string;
  readonly queueUrl: string;
}

/** How what a program gives is kept. */
export interface KeepRequest {
  readonly key: RunKey;
  /** Absolute path of a folder in the program's that is none of its sources. */
  readonly except?: string;
  /** Absolute paths of files that were read before the program ran. */
  readonly files: readonly string[];
  /** Names of environment variables that were read before the program ran. */
  readonly variables: readonly string[];
}

/** What the program's process is told: modules to load beforehand, and then, once, what to run. */
export type ProgramMessage = { readonly preload: readonly string[] } | { readonly run: ProgramRequest };

/** A line of a source file. */
export interface Place {
  /** Absolute path. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

/** The answer of the program's process, sent once. `packages` are the files of CommonJS packages that it loaded, in that order. */
export type ProgramResult =
  | { readonly program: Program; readonly packages: readonly string[] }
  | { readonly error: string; readonly place?: Place };
