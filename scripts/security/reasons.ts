/** Why a check of checkov fails here, by its ID. */
export interface Reason {
  /** `open`: it ought to be met and is not. `by choice`: it has a price or another side. `does not apply`: it cannot fail here. */
  readonly verdict: "open" | "by choice" | "does not apply";
  readonly why: string;
}

export const REASONS: Readonly<Record<string, Reason>> = {
  CKV_AWS_2: {
    verdict: "by choice",
    why: "Plain HTTP inside an isolated network, between two security groups that let in each other alone. HTTPS needs a certificate and a domain.",
  },
  CKV_AWS_103: { verdict: "by choice", why: "No TLS on the internal load balancer: see CKV_AWS_2." },
  CKV_AWS_378: { verdict: "by choice", why: "No TLS to the instances: see CKV_AWS_2." },
  CKV_AWS_91: {
    verdict: "by choice",
    why: "API Gateway's access log has each request to the load balancer. It would take a bucket.",
  },
  CKV_AWS_150: {
    verdict: "by choice",
    why: "The load balancer holds no data, and its protection would stop `privateService: false`.",
  },
  CKV_AWS_290: {
    verdict: "does not apply",
    why: "With `instanceAccess`, Session Manager's four actions and `ssm:UpdateInstanceInformation`: they know no resources, or an instance that does not exist yet.",
  },
  CKV_AWS_355: { verdict: "does not apply", why: "The same actions: see CKV_AWS_290." },
  CKV_AWS_18: {
    verdict: "by choice",
    why: "The bucket of attachments is written through the API alone, and the API's access log has each request. It would take a second bucket.",
  },
  CKV_AWS_144: {
    verdict: "by choice",
    why: "Attachments are kept for a limited time; a copy in another region doubles their price.",
  },
  CKV_AWS_145: {
    verdict: "by choice",
    why: "S3 encrypts every object by keys of its own. One of ours in KMS costs $1 a month and a price for each request.",
  },
  CKV2_AWS_62: { verdict: "does not apply", why: "Nothing waits for an attachment." },
  CKV_AWS_21: { verdict: "does not apply", why: "It has versions; a plan has no graph in which checkov finds that." },
  CKV2_AWS_6: {
    verdict: "does not apply",
    why: "All public access is blocked; a plan has no graph in which checkov finds that.",
  },
  CKV2_AWS_61: {
    verdict: "does not apply",
    why: "It has a lifecycle; a plan has no graph in which checkov finds that.",
  },
  CKV2_AWS_31: {
    verdict: "does not apply",
    why: "The firewall has a log; a plan has no graph in which checkov finds that.",
  },
  CKV_AWS_115: {
    verdict: "by choice",
    why: "A reserved limit is taken from the account's, which in a new account is ten; the stage's throttling limits what reaches the functions.",
  },
  CKV_AWS_116: {
    verdict: "does not apply",
    why: "For asynchronous calls. API Gateway's are synchronous, and the consumer's queue has dead letters of its own.",
  },
  CKV_AWS_117: {
    verdict: "does not apply",
    why: "The functions call AWS's services only. In a network of ours they would need its endpoints, at a price, and gain nothing.",
  },
  CKV_AWS_119: {
    verdict: "by choice",
    why: "Encrypted by DynamoDB's key in KMS. One of our own costs $1 a month and a price for each request.",
  },
  CKV_AWS_120: {
    verdict: "does not apply",
    why: "Writes are not cached, and the one read must see what was just written.",
  },
  CKV_AWS_225: { verdict: "does not apply", why: "No caching: see CKV_AWS_120." },
  CKV_AWS_158: {
    verdict: "by choice",
    why: "CloudWatch Logs encrypts all groups. A key of our own costs $1 a month; the logs hold no bodies.",
  },
  CKV_AWS_173: {
    verdict: "by choice",
    why: "Lambda encrypts the variables, which hold names of resources and no secret.",
  },
  CKV_AWS_260: {
    verdict: "does not apply",
    why: "The rule names a security group as its source, which a plan without values that are known after apply does not show.",
  },
  CKV_AWS_272: {
    verdict: "by choice",
    why: "The code comes from the repository by the deployment role alone. Signing needs a profile of its own.",
  },
  CKV_AWS_338: {
    verdict: "by choice",
    why: "30 days by default: personal data is not kept longer than it is of use. `logRetentionDays` takes 365.",
  },
  CKV2_AWS_4: {
    verdict: "does not apply",
    why: "Errors are logged (`aws.apigateway.MethodSettings`); a plan has no graph in which checkov finds that.",
  },
  CKV2_AWS_5: { verdict: "does not apply", why: "All are attached; a plan has no graph in which checkov finds that." },
  CKV2_AWS_51: {
    verdict: "does not apply",
    why: "A client certificate is for HTTP backends on the internet that know it; the only one is somebody else's.",
  },
};
