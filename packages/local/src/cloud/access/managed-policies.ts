/** Actions that AWS's own policies allow on every resource, as far as the services on localhost go. */
const ACTIONS: Readonly<Record<string, readonly string[]>> = {
  AdministratorAccess: ["*"],
  PowerUserAccess: ["*"],
  AmazonDynamoDBFullAccess: ["dynamodb:*", "kms:Decrypt"],
  AmazonDynamoDBFullAccess_v2: ["dynamodb:*"],
  AmazonDynamoDBReadOnlyAccess: ["dynamodb:BatchGetItem", "dynamodb:GetItem", "dynamodb:Query", "dynamodb:Scan"],
  AmazonKinesisFullAccess: ["kinesis:*"],
  AmazonS3FullAccess: ["s3:*"],
  AmazonS3ReadOnlyAccess: ["s3:Get*", "s3:List*"],
  AmazonSNSFullAccess: ["sns:*"],
  AmazonSQSFullAccess: ["sqs:*"],
  AmazonEventBridgeFullAccess: ["events:*"],
  AWSLambdaFullAccess: ["lambda:*", "dynamodb:*", "s3:*", "sns:*", "sqs:*", "kinesis:*", "logs:*"],
  // It has no rights to data: whoever took the old one for DynamoDB gets AccessDenied.
  AWSLambda_FullAccess: ["lambda:*"],
  AWSLambdaExecute: ["logs:*", "s3:GetObject", "s3:PutObject"],
  AWSXRayDaemonWriteAccess: ["xray:PutTraceSegments", "xray:PutTelemetryRecords"],
  CloudWatchLogsFullAccess: ["logs:*"],
  CloudWatchFullAccess: ["logs:*", "cloudwatch:*", "sns:*"],
  "service-role/AmazonAPIGatewayPushToCloudWatchLogs": ["logs:*"],
  "service-role/AWSLambdaBasicExecutionRole": ["logs:*"],
  "service-role/AWSLambdaVPCAccessExecutionRole": ["logs:*", "ec2:*NetworkInterface*"],
  "service-role/AWSLambdaRole": ["lambda:InvokeFunction"],
  "service-role/AWSLambdaDynamoDBExecutionRole": [
    "logs:*",
    "dynamodb:DescribeStream",
    "dynamodb:GetRecords",
    "dynamodb:GetShardIterator",
    "dynamodb:ListStreams",
  ],
  "service-role/AWSLambdaKinesisExecutionRole": ["logs:*", "kinesis:Get*", "kinesis:List*", "kinesis:Describe*"],
  "service-role/AWSLambdaSQSQueueExecutionRole": [
    "logs:*",
    "sqs:ReceiveMessage",
    "sqs:DeleteMessage",
    "sqs:GetQueueAttributes",
  ],
};

/**
 * The document of one of AWS's managed policies; undefined for one that localhost does not know.
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
 */
export function managedPolicy(arn: string): object | undefined {
  const [, name = ""] = /^arn:[^:]*:iam::aws:policy\/(.*)$/.exec(arn) ?? [];
  const actions = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
  return actions && { Statement: [{ Effect: "Allow", Action: actions, Resource: "*" }] };
}
