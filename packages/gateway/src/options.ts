import type { AssumeRole, CallInProcess, Invoke } from "./api.ts";
import type { AccessControlOptions } from "./authorization/access-control.ts";
import type { MethodThrottles, Throttle, UsagePlanOptions } from "./steps/usage-plan.ts";
import type { Trace } from "./trace/trace.ts";

/** What a gateway needs to know beside its document. */
export interface GatewayOptions {
  /** Name of the stage, the first segment of every URL. */
  readonly stage: string;
  /** Base path of a custom domain's mapping, which takes the stage's place in every URL; empty for none. Default: the stage. */
  readonly basePath?: string;
  readonly stageVariables?: Readonly<Record<string, string>>;
  /** Enabled API keys, in a usage plan of the stage without limits. */
  readonly apiKeys?: readonly string[];
  /** Further usage plans of the stage, each with its API keys and limits. */
  readonly usagePlans?: readonly UsagePlanOptions[];
  /** Limit of the stage, for all clients together. Default: none. */
  readonly throttle?: Throttle;
  /** Limits of single methods, for all clients together, in the place of `throttle`. Default: none. */
  readonly methodThrottles?: MethodThrottles;
  /** Base URL by service (`lambda`, `sqs`, …). Default: the AWS SDKs' `AWS_ENDPOINT_URL_<SERVICE>`. */
  readonly endpoints?: Readonly<Record<string, string>>;
  /** Base URL by VPC link: where the load balancer behind it is on this machine. */
  readonly vpcLinks?: Readonly<Record<string, string>>;
  /**
   * Base URL by origin of HTTP integrations (`https://api.example.com`): where that server is on this machine. A path of the base
   * URL goes before the request's; path and Host header are those of the document's URI. Default: HTTP integrations call the
   * servers that the document names. A function is asked at each request.
   */
  readonly upstreams?: Readonly<Record<string, string | (() => string)>>;
  /**
   * Whether a stub answers for each backend without an address on this machine, and says so. Default: a document with such a
   * backend is refused, with all of them in one message.
   */
  readonly stub?: boolean;
  /**
   * Whether a route to a service without an address on this machine is served up to the call: it answers 504 with the variable that
   * names an address, and its trace has the request. Default: as `stub` says.
   */
  readonly failMissingServices?: boolean;
  /** Default `000000000000`. */
  readonly accountId?: string;
  /** Default `us-east-1`. */
  readonly region?: string;
  /** Callers that methods with IAM authorization and Cognito authorizers let in. Default: none. */
  readonly accessControl?: AccessControlOptions;
  /**
   * Gives the credentials of the role that an integration names in `credentials`, so that the service knows who calls. Default: calls
   * are signed with the environment's credentials, whatever the role.
   */
  readonly assumeRole?: AssumeRole;
  /** Runs functions in this process. Default: they are called at `endpoints.lambda`. */
  readonly invoke?: Invoke;
  /**
   * Answers requests to AWS services that run in this process, as their HTTP endpoints would. Default: each service is called over
   * HTTP.
   */
  readonly callInProcess?: CallInProcess;
  /**
   * Text by file name of the files that mapping templates are written in. A template that is the text of one of them, after any
   * `#set` lines put before it and before any parameters put after a form of one line, has the file's name in the trace. A line break at the end of the text does not count.
   */
  readonly templateFiles?: Readonly<Record<string, string>>;
  /** Takes each request's trace once the response has been sent. Default: no traces, at no cost. */
  readonly onTrace?: (trace: Trace) => void;
}
