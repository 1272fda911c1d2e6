import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { checkArguments, refuse } from "../arguments.ts";
import { typeToken } from "../tokens.ts";
import { type Transform, transformed } from "../transform.ts";

/** Certificates that clients must prove to have: mutual TLS. */
export interface Truststore {
  /** `s3://bucket/key` of a PEM file with the certificate authorities, in the API's region. */
  readonly uri: string;
  /** Version of that object. Without one API Gateway does not notice a changed file. */
  readonly version?: string;
}

/** Arguments of `CustomDomain`. */
export interface CustomDomainArgs {
  readonly api: aws.apigateway.RestApi;
  readonly stage: aws.apigateway.Stage;
  /** The host, for example `api.example.com`. */
  readonly domainName: string;
  /** Route 53's hosted zone of the host: gets the records that prove the certificate, and the address. */
  readonly hostedZoneId?: pulumi.Input<string>;
  /**
   * ACM certificate of the host, in the API's region. Default: a new one, proved by a record in the hosted zone. Without a
   * hosted zone it is required, and somebody points the host to `target`.
   */
  readonly certificateArn?: pulumi.Input<string>;
  /** First part of each path, for example `v1`. Default: none. */
  readonly basePath?: string;
  /** Default: any client may connect. With it the API must have `disableExecuteApiEndpoint`, or clients go around it. */
  readonly truststore?: Truststore;
  /** Changes of the resources inside. */
  readonly transform?: {
    readonly certificate?: Transform<aws.acm.CertificateArgs>;
    /** The record that proves the certificate. */
    readonly proof?: Transform<aws.route53.RecordArgs>;
    readonly validation?: Transform<aws.acm.CertificateValidationArgs>;
    readonly domain?: Transform<aws.apigateway.DomainNameArgs>;
    readonly mapping?: Transform<aws.apigateway.BasePathMappingArgs>;
    /** The record that leads to the API. */
    readonly address?: Transform<aws.route53.RecordArgs>;
  };
}

/**
 * A host of one's own for an API's stage, regional, with TLS 1.2 or newer.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-regional-api-custom-domain-create.html
 */
export class CustomDomain extends pulumi.ComponentResource {
  readonly domain: aws.apigateway.DomainName;
  /** Base URL of the stage at this host. */
  readonly url: pulumi.Output<string>;
  /** What the host's CNAME record must name where there is no hosted zone. */
  readonly target: pulumi.Output<string>;

  /**
   * @throws ArgumentError that names an invalid argument, before any resource is created; for mutual TLS of an API whose
   *   other endpoint is open as soon as that is known, which is before the domain exists.
   */
  constructor(name: string, args: CustomDomainArgs, opts?: pulumi.ComponentResourceOptions) {
    const component = `CustomDomain "${name}"`;
    checkArguments(component, () => checkArgs(args));
    super(typeToken("CustomDomain"), name, {}, opts);
    const { api, stage, domainName, hostedZoneId, basePath, truststore } = args;

    this.domain = new aws.apigateway.DomainName(
      ...transformed<aws.apigateway.DomainNameArgs>(
        args.transform?.domain,
        `${name}-domain`,
        {
          domainName,
          regionalCertificateArn: args.certificateArn ?? createCertificate(this, name, args),
          endpointConfiguration: { types: "REGIONAL" },
          // 1.2 and 1.3: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-custom-domain-tls-version.html
          securityPolicy: "TLS_1_2",
          mutualTlsAuthentication: truststore && mutualTls(component, api, truststore),
        },
        { parent: this },
      ),
    );
    const mapping = new aws.apigateway.BasePathMapping(
      ...transformed<aws.apigateway.BasePathMappingArgs>(
        args.transform?.mapping,
        `${name}-mapping`,
        { domainName: this.domain.domainName, restApi: api.id, stageName: stage.stageName, basePath },
        { parent: this },
      ),
    );
    if (hostedZoneId !== undefined) createAddress(this, name, args, hostedZoneId);
    this.target = this.domain.regionalDomainName;
    // Known when the host leads to the stage.
    this.url = mapping.id.apply(() =>
      [`https://${domainName}`, ...(basePath === undefined ? [] : [basePath])].join("/"),
    );
    this.registerOutputs({ domain: this.domain, url: this.url, target: this.target });
  }
}

/** @returns ARN of a new certificate, known when ACM has issued it: API Gateway takes no other. */
function createCertificate(
  parent: CustomDomain,
  name: string,
  { domainName, hostedZoneId, transform }: CustomDomainArgs,
): pulumi.Output<string> {
  const certificate = new aws.acm.Certificate(
    ...transformed<aws.acm.CertificateArgs>(
      transform?.certificate,
      `${name}-certificate`,
      { domainName, validationMethod: "DNS" },
      { parent },
    ),
  );
  const proof = certificate.domainValidationOptions.apply(
    ([option]) => option ?? refuse("domainName", `ACM named no record that proves ${domainName}`),
  );
  const record = new aws.route53.Record(
    ...transformed<aws.route53.RecordArgs>(
      transform?.proof,
      `${name}-proof`,
      {
        zoneId: hostedZoneId ?? "",
        name: proof.resourceRecordName,
        type: proof.resourceRecordType,
        records: [proof.resourceRecordValue],
        ttl: 300,
        // ACM names the same record for each certificate of a host, and another stack may have made it.
        allowOverwrite: true,
      },
      { parent },
    ),
  );
  return new aws.acm.CertificateValidation(
    ...transformed<aws.acm.CertificateValidationArgs>(
      transform?.validation,
      `${name}-issued`,
      { certificateArn: certificate.arn, validationRecordFqdns: [record.fqdn] },
      { parent },
    ),
  ).certificateArn;
}

function createAddress(
  parent: CustomDomain,
  name: string,
  { domainName, transform }: CustomDomainArgs,
  zoneId: pulumi.Input<string>,
): void {
  const { regionalDomainName, regionalZoneId } = parent.domain;
  new aws.route53.Record(
    ...transformed<aws.route53.RecordArgs>(
      transform?.address,
      `${name}-address`,
      {
        zoneId,
        name: domainName,
        type: "A",
        aliases: [{ name: regionalDomainName, zoneId: regionalZoneId, evaluateTargetHealth: false }],
      },
      { parent },
    ),
  );
}

function mutualTls(component: string, api: aws.apigateway.RestApi, { uri, version }: Truststore) {
  const truststoreUri = api.disableExecuteApiEndpoint.apply((disabled) => {
    checkArguments(component, () => checkClosed(disabled));
    return uri;
  });
  return { truststoreUri, truststoreVersion: version };
}

/**
 * Refuses mutual TLS of an API whose own host is open: whoever knows that needs no certificate.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-mutual-tls.html
 */
export function checkClosed(disableExecuteApiEndpoint: boolean | undefined): void {
  if (disableExecuteApiEndpoint !== true) {
    const why = "because mutual TLS protects the custom domain alone";
    refuse("truststore", `expected an API with disableExecuteApiEndpoint, ${why}, got ${disableExecuteApiEndpoint}`);
  }
}

function checkArgs({ domainName, hostedZoneId, certificateArn, basePath, truststore }: CustomDomainArgs): void {
  if (!/^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/.test(domainName)) {
    refuse("domainName", `expected a host in lower case such as "api.example.com", got "${domainName}"`);
  }
  if (hostedZoneId === undefined && certificateArn === undefined) {
    refuse(
      "certificateArn",
      "expected a certificate, because there is no hosted zone to prove a new one by, got undefined",
    );
  }
  if (basePath !== undefined && !/^[A-Za-z0-9_.~-]+$/.test(basePath)) {
    refuse("basePath", `expected one part of a path, of letters, digits and -._~, got "${basePath}"`);
  }
  if (truststore !== undefined && !/^s3:\/\/[a-z0-9.-]{3,63}\/.+$/.test(truststore.uri)) {
    refuse("truststore", `expected a URI such as "s3://bucket/truststore.pem", got "${truststore.uri}"`);
  }
}
