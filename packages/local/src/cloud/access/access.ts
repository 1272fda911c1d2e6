import { createHash } from "node:crypto";
import {
  type AssumeRole,
  InvocationDenied,
  type Invoke,
  type InvokeCaller,
  isLike,
  type Policy,
  remembered,
} from "local-api-gateway";
import { ACCOUNT } from "../../program/aws.ts";
import { type Json, ofType, type Program } from "../../program/resources.ts";
import type { Service } from "../call.ts";
import type { ServiceAnswer, ServiceRequest } from "../service.ts";
import { deniedAnswer, keyDeniedAnswer } from "./denied.ts";
import { keyAsked } from "./keys.ts";
import { askedOf, functionArn } from "./requests.ts";
import { type Asked, isAssumable, type Role, readDocument, rolesOf, whyDenied } from "./roles.ts";

/** API Gateway's name for its session with an integration's role. */
const GATEWAY_SESSION = "BackplaneAssumeRoleSession";

/**
 * Checks calls against the program's IAM policies. A caller is known by the access key that signs its call: API Gateway gets one for
 * each integration's role, and each function one for its own role. Whoever signs with another key, such as the AWS CLI or
 * localhost itself, may do everything.
 */
export interface Access {
  /** Learns the program's policies. Before that, and for another program's, nothing is denied. */
  learn(program: Pick<Program, "resources">): void;
  /** Gives the credentials of an integration's role. */
  readonly assumeRole: AssumeRole;
  /** The answer to a request to a service whose caller may not make it; undefined for one that is allowed. */
  refuse(service: Service, request: ServiceRequest): ServiceAnswer | undefined;
  /** Wraps what invokes functions for API Gateway: an integration needs a permission of the function, or a role that has it. */
  guard(invoke: Invoke): Invoke;
  /** Which event source mappings AWS would refuse to create, since their functions' roles may not read the queue; a sentence each. */
  notes(): string[];
}

/** https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html */
const QUEUE_READER = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"];

/** Decisions that are kept; what is asked for can be a name that a client makes up. */
const MAX_DECISIONS = 1_000;

interface Caller {
  readonly role: Role;
  readonly session: string;
  /** Decisions of before, by action and resource. */
  readonly decisions: Map<string, Denied | undefined>;
}

/** Why a call is denied, in a sentence; `isKey` when it may not use the key that the call needs. */
interface Denied {
  readonly message: string;
  readonly isKey: boolean;
}

type Credentials = ReturnType<typeof credentialsOf>;

/** Creates an access check that knows no program yet. */
export function createAccess(): Access {
  let program: Pick<Program, "resources"> = { resources: [] };
  let roles: ReadonlyMap<string, Role> = new Map();
  let resourcePolicies: ReadonlyMap<string, Policy> = new Map();
  const callers = new Map<string, Caller>();
  /** Credentials of the program's roles, undefined for one that API Gateway may not assume. */
  const assumed = new Map<string, Credentials | undefined>();
  /** Whether API Gateway may invoke a function for a method: decisions of before. */
  const invocable = new Map<string, boolean>();

  function introduce(role: Role, session: string): void {
    callers.set(accessKeyId(role.arn, session), { role, session, decisions: new Map() });
  }

  function decisionOn(caller: Caller, asked: Asked): Denied | undefined {
    return remembered(caller.decisions, MAX_DECISIONS, `${asked.action} ${asked.resource}`, () =>
      denialOf(caller, asked),
    );
  }

  /** Why a role may not make a call, or not use the key that the call needs. */
  function denialOf({ role, session }: Pick<Caller, "role" | "session">, asked: Asked): Denied | undefined {
    for (const one of [asked, ...keyAsked(program, asked)]) {
      const reason = whyDenied(role, one, resourcePolicies.get(one.resource));
      if (reason !== undefined) {
        const user = `arn:aws:sts::${ACCOUNT}:assumed-role/${role.name}/${session}`;
        const shown = shownAction(one.action);
        const message = `User: ${user} is not authorized to perform: ${shown} on resource: ${one.resource} ${reason.replace(one.action, shown)}`;
        return { message, isKey: one !== asked };
      }
    }
    return undefined;
  }

  return {
    learn(learned) {
      program = learned;
      roles = rolesOf(learned);
      resourcePolicies = resourcePoliciesOf(learned);
      callers.clear();
      assumed.clear();
      invocable.clear();
      for (const role of roles.values()) {
        introduce(role, GATEWAY_SESSION);
        assumed.set(role.arn, isAssumable(role) ? credentialsOf(role.arn, GATEWAY_SESSION) : undefined);
      }
      for (const { inputs, outputs } of ofType(learned, "aws:lambda/function:Function")) {
        const role = roles.get(inputs.role);
        if (role) {
          introduce(role, outputs.name);
        }
      }
    },
    assumeRole: (roleArn) => (assumed.has(roleArn) ? assumed.get(roleArn) : credentialsOf(roleArn, GATEWAY_SESSION)),
    refuse(service, request) {
      const [, key = ""] = /Credential=([^/]+)\//.exec(request.headers.authorization ?? "") ?? [];
      const caller = callers.get(key);
      if (caller?.role.policies === undefined) {
        return undefined;
      }
      for (const asked of askedOf(service, request)) {
        const denial = decisionOn(caller, asked);
        if (denial) {
          return (denial.isKey ? keyDeniedAnswer : deniedAnswer)(service, request, denial.message);
        }
      }
      return undefined;
    },
    guard: (invoke) => (arn, payload, caller) =>
      caller === undefined || isInvocable(arn, caller)
        ? invoke(arn, payload, caller)
        : Promise.reject(new InvocationDenied(`API Gateway may not invoke ${arn}`)),
    notes: () =>
      ofType(program, "aws:lambda/eventSourceMapping:EventSourceMapping").flatMap(({ name, inputs }) => {
        const target = ofType(program, "aws:lambda/function:Function").find(
          ({ outputs }) => outputs.arn === functionArn(inputs.functionName),
        );
        const role = roles.get(target?.inputs.role);
        const resource: string = inputs.eventSourceArn;
        const isDenied = (action: string) =>
          role && denialOf({ role, session: "" }, { action, resource }) !== undefined;
        const lacking = resource.includes(":sqs:") ? QUEUE_READER.filter(isDenied) : [];
        return lacking.length > 0
          ? [`AWS refuses event source mapping ${name}: role ${role?.name} lacks ${lacking.join(", ")}.`]
          : [];
      }),
  };

  function isInvocable(arn: string, caller: InvokeCaller): boolean {
    const { stage, httpMethod, resourcePath, roleArn } = caller;
    // The method comes last: a client can make it up, and it may have spaces.
    const question = `${roleArn} ${arn} ${stage} ${resourcePath} ${httpMethod}`;
    return remembered(invocable, MAX_DECISIONS, question, () => mayInvoke(arn, caller));
  }

  function mayInvoke(arn: string, caller: InvokeCaller): boolean {
    const role = caller.roleArn === undefined ? undefined : roles.get(caller.roleArn);
    if (role) {
      const asked = { action: "lambda:InvokeFunction", resource: functionArn(arn) };
      return isAssumable(role) && whyDenied(role, asked) === undefined;
    }
    const apis = ofType(program, "aws:apigateway/restApi:RestApi");
    // Another account's role, and a component that has its API and permissions made elsewhere, are not in the program.
    return (
      caller.roleArn !== undefined || apis.length === 0 || apis.some((api) => hasPermission(arn, caller, api.outputs))
    );
  }

  /** https://docs.aws.amazon.com/lambda/latest/dg/services-apigateway.html */
  function hasPermission(arn: string, { stage, httpMethod, resourcePath }: InvokeCaller, api: Json): boolean {
    const path = resourcePath.replace(/\{[^}]+\}/g, "*");
    const source = `${api.executionArn}/${stage}/${httpMethod}${path}`;
    return ofType(program, "aws:lambda/permission:Permission").some(({ inputs }) => {
      const { function: granted, action, principal, sourceArn = "*" } = inputs;
      const name = typeof granted === "object" ? granted.id : granted;
      const isAction = /^(lambda:(InvokeFunction|Invoke\*|\*)|\*)$/i.test(action);
      const isSource = [source, source.replace(path, resourcePath)].some((one) => isLike(sourceArn, one));
      return functionArn(name) === functionArn(arn) && isAction && principal === "apigateway.amazonaws.com" && isSource;
    });
  }
}

/** The credentials with which a role's session signs. Local services verify no signature: the key's ID alone says who calls. */
export function credentialsOf(roleArn: string, session: string) {
  return { accessKeyId: accessKeyId(roleArn, session), secretAccessKey: "test" };
}

/** An ID as STS gives it: `ASIA` and 16 capital letters and digits; the same for each role and session. */
function accessKeyId(roleArn: string, session: string): string {
  return `ASIA${createHash("sha256").update(`${roleArn}/${session}`).digest("hex").slice(0, 16).toUpperCase()}`;
}

/** Services spell their actions in different ways in what they answer. */
function shownAction(action: string): string {
  return action.startsWith("sqs:") ? action.toLowerCase() : action.replace(/^sns:/, "SNS:");
}

/** The policies that the program gives queues, topics and keys, by the ARN of each. */
function resourcePoliciesOf({ resources }: Pick<Program, "resources">): ReadonlyMap<string, Policy> {
  const owners = resources.filter(({ type }) => POLICY_OWNERS.has(type));
  const policies = owners.flatMap((owner): [string, Policy][] => {
    const { arn } = owner.outputs;
    const given = resources.find(({ type, inputs }) => {
      const field = POLICIES.get(type);
      return field !== undefined && [owner.id, arn].includes(inputs[field]);
    });
    const document = given?.inputs.policy ?? owner.inputs.policy;
    return document === undefined ? [] : [[arn, readDocument(document)]];
  });
  return new Map(policies);
}

const POLICY_OWNERS = new Set(["aws:sqs/queue:Queue", "aws:sns/topic:Topic", "aws:kms/key:Key"]);

/** Resources that give another one its policy, with the field that names it. */
const POLICIES = new Map([
  ["aws:sqs/queuePolicy:QueuePolicy", "queueUrl"],
  ["aws:sns/topicPolicy:TopicPolicy", "arn"],
  ["aws:kms/keyPolicy:KeyPolicy", "keyId"],
]);
