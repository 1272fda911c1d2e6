import * as pulumi from "@pulumi/pulumi";
import { ArgumentError, RETENTION_DAYS } from "../components/arguments.ts";
import type { CustomDomainArgs } from "../components/rest-api/custom-domain.ts";

/** The stack's settings. `Pulumi.yaml` describes each and gives the defaults. */
export interface Settings {
  /** Name of the API's stage; the stack's name unless it is set. */
  readonly stageName: string;
  readonly postalApiUrl: string;
  readonly allowedOrigins: readonly string[];
  /** Undefined: nobody gets an e-mail. */
  readonly notificationEmail: string | undefined;
  readonly throttlingRateLimit: number;
  readonly throttlingBurstLimit: number;
  /** What the API key may use. */
  readonly usagePlanRateLimit: number;
  readonly usagePlanBurstLimit: number;
  readonly usagePlanDailyQuota: number;
  readonly failOnWarnings: boolean;
  readonly logRetentionDays: number;
  readonly privateService: boolean;
  readonly eventStream: boolean;
  readonly attachments: boolean;
  readonly cloudWatchRole: boolean;
  /** Whether what holds people's data is protected from being deleted. */
  readonly keepData: boolean;
  /** Requests that one address may send in five minutes; undefined: no firewall. */
  readonly firewallRateLimit: number | undefined;
  /** A host of the API's own, which the next five are about; undefined: API Gateway's. */
  readonly domainName: string | undefined;
  readonly hostedZoneId: string | undefined;
  readonly certificateArn: string | undefined;
  readonly basePath: string | undefined;
  readonly truststoreUri: string | undefined;
  readonly truststoreVersion: string | undefined;
  /** Whether the private service's instances can be looked into. */
  readonly instanceAccess: boolean;
  /** Whether the private service's network has flow logs. */
  readonly flowLogs: boolean;
  /** US dollars; undefined: no budget. */
  readonly monthlyBudget: number | undefined;
}

/**
 * Reads and checks the stack's config.
 *
 * @throws ArgumentError that names the key and what was expected.
 */
export function readSettings(config: pulumi.Config): Settings {
  const settings = readValues(config);
  checkNamespaces(config.name, Object.keys(settings));
  checkDomain(config.name, settings);
  return settings;
}

/** A project that got another name leaves its settings behind under the old one; the defaults would stand in silently. */
function checkNamespaces(project: string, names: readonly string[]): void {
  for (const key of Object.keys(pulumi.runtime.allConfig())) {
    const [namespace, name = ""] = key.split(":");
    if (namespace !== project && names.includes(name)) {
      throw new ArgumentError(`${key}: expected ${project}:${name}, because the project's name is ${project}`);
    }
  }
}

/** Settings of a domain without the domain would do nothing, and mutual TLS that does nothing is an open door: so a version alone. */
function checkDomain(project: string, settings: Settings): void {
  const keys = ["hostedZoneId", "certificateArn", "basePath", "truststoreUri", "truststoreVersion"] as const;
  const alone = keys.find((key) => settings[key] !== undefined);
  if (settings.domainName === undefined && alone !== undefined) {
    throw new ArgumentError(`${project}:domainName: expected a host, because ${project}:${alone} is set`);
  }
  if (settings.truststoreUri === undefined && settings.truststoreVersion !== undefined) {
    throw new ArgumentError(
      `${project}:truststoreUri: expected s3://bucket/key, because ${project}:truststoreVersion is set`,
    );
  }
}

/** What the settings say of the API's own host; undefined: there is none. */
export function customDomainArgs(settings: Settings): Omit<CustomDomainArgs, "api" | "stage"> | undefined {
  const { domainName, hostedZoneId, certificateArn, basePath, truststoreUri, truststoreVersion } = settings;
  if (domainName === undefined) return undefined;
  const truststore = truststoreUri === undefined ? undefined : { uri: truststoreUri, version: truststoreVersion };
  return { domainName, hostedZoneId, certificateArn, basePath, truststore };
}

function readValues(config: pulumi.Config): Settings {
  return {
    // RestApi checks it.
    stageName: config.get("stageName") || pulumi.getStack(),
    postalApiUrl: checked(
      config,
      "postalApiUrl",
      config.require("postalApiUrl"),
      isBaseUrl,
      "an https URL with no slash at its end",
    ),
    allowedOrigins: checked(
      config,
      "allowedOrigins",
      config.requireObject("allowedOrigins"),
      isOrigins,
      'a list of origins such as "https://www.example.com"',
    ),
    notificationEmail: checked(
      config,
      "notificationEmail",
      config.get("notificationEmail") || undefined,
      isEmail,
      "an e-mail address, or nothing",
    ),
    throttlingRateLimit: checked(
      config,
      "throttlingRateLimit",
      config.requireNumber("throttlingRateLimit"),
      isCount,
      "a whole number of requests a second above 0",
    ),
    throttlingBurstLimit: checked(
      config,
      "throttlingBurstLimit",
      config.requireNumber("throttlingBurstLimit"),
      isCount,
      "a whole number of requests above 0",
    ),
    usagePlanRateLimit: checked(
      config,
      "usagePlanRateLimit",
      config.requireNumber("usagePlanRateLimit"),
      isCount,
      "a whole number of requests a second above 0",
    ),
    usagePlanBurstLimit: checked(
      config,
      "usagePlanBurstLimit",
      config.requireNumber("usagePlanBurstLimit"),
      isCount,
      "a whole number of requests above 0",
    ),
    usagePlanDailyQuota: checked(
      config,
      "usagePlanDailyQuota",
      config.requireNumber("usagePlanDailyQuota"),
      isCount,
      "a whole number of requests a day above 0",
    ),
    failOnWarnings: config.requireBoolean("failOnWarnings"),
    logRetentionDays: checked(
      config,
      "logRetentionDays",
      config.requireNumber("logRetentionDays"),
      isRetention,
      `one of ${RETENTION_DAYS.join(", ")}`,
    ),
    privateService: config.requireBoolean("privateService"),
    eventStream: config.requireBoolean("eventStream"),
    attachments: config.requireBoolean("attachments"),
    cloudWatchRole: config.requireBoolean("cloudWatchRole"),
    keepData: config.requireBoolean("keepData"),
    firewallRateLimit:
      checked(
        config,
        "firewallRateLimit",
        config.requireNumber("firewallRateLimit"),
        isRatePerAddress,
        "a whole number of requests in five minutes from 10 on, or 0 for no firewall",
      ) || undefined,
    // CustomDomain checks them.
    domainName: config.get("domainName") || undefined,
    hostedZoneId: config.get("hostedZoneId") || undefined,
    certificateArn: config.get("certificateArn") || undefined,
    basePath: config.get("basePath") || undefined,
    truststoreUri: config.get("truststoreUri") || undefined,
    truststoreVersion: config.get("truststoreVersion") || undefined,
    instanceAccess: config.requireBoolean("instanceAccess"),
    flowLogs: config.requireBoolean("flowLogs"),
    monthlyBudget:
      checked(
        config,
        "monthlyBudget",
        config.requireNumber("monthlyBudget"),
        isAmount,
        "a whole number of US dollars, or 0 for none",
      ) || undefined,
  };
}

function checked<T>(config: pulumi.Config, key: string, value: T, isValid: (value: T) => boolean, expected: string): T {
  if (!isValid(value)) {
    throw new ArgumentError(`${config.name}:${key}: expected ${expected}, got ${JSON.stringify(value)}`);
  }
  return value;
}

function isBaseUrl(value: string): boolean {
  return /^https:\/\/[A-Za-z0-9.-]+(:\d+)?(\/[^\s?#{}]*[^\s?#{}/])?$/.test(value);
}

function isOrigins(value: readonly string[]): boolean {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((origin) => typeof origin === "string" && /^https?:\/\/[A-Za-z0-9.-]+(:\d+)?$/.test(origin))
  );
}

function isEmail(value: string | undefined): boolean {
  return value === undefined || /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(value);
}

function isCount(value: number): boolean {
  return Number.isInteger(value) && value > 0;
}

/** Firewall checks the upper end. */
function isRatePerAddress(value: number): boolean {
  return value === 0 || (Number.isInteger(value) && value >= 10);
}

function isAmount(value: number): boolean {
  return value === 0 || isCount(value);
}

function isRetention(value: number): boolean {
  return RETENTION_DAYS.includes(value);
}
