import { GetQueueAttributesCommand, GetQueueUrlCommand, SQSClient } from "@aws-sdk/client-sqs";

/** A queue, as SQS's calls name it. */
export interface Queue {
  readonly client: SQSClient;
  readonly url: string;
  readonly arn: string;
  readonly name: string;
  /** About how many messages wait in it. */
  readonly messages: number;
}

/**
 * Looks a queue up by its URL or ARN. The call goes to the region that either names; a URL of another host is also the endpoint.
 *
 * @param endpoint Where to send the calls instead, for example an emulator's address.
 * @throws Error when it is neither, and the SDK's error when SQS does not answer with the queue.
 */
export async function findQueue(urlOrArn: string, endpoint: string | undefined): Promise<Queue> {
  const place = placeOf(urlOrArn);
  const client = new SQSClient({
    // By default the client calls the host in the queue's URL and ignores its endpoint.
    useQueueUrlAsEndpoint: false,
    ...(place.region !== undefined && { region: place.region }),
    ...((endpoint ?? place.origin) !== undefined && { endpoint: endpoint ?? place.origin }),
  });
  const url = place.url ?? (await client.send(new GetQueueUrlCommand(place.byName))).QueueUrl;
  const { Attributes = {} } = await client.send(
    new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ["QueueArn", "ApproximateNumberOfMessages"] }),
  );
  const arn = Attributes.QueueArn;
  if (url === undefined || arn === undefined) throw new Error(`SQS says nothing of the queue ${urlOrArn}`);
  const name = arn.slice(arn.lastIndexOf(":") + 1);
  return { client, url, arn, name, messages: Number(Attributes.ApproximateNumberOfMessages ?? 0) };
}

function placeOf(urlOrArn: string) {
  const [, region, account, name] = /^arn:[\w-]+:sqs:([\w-]+):(\d+):([\w.-]+)$/.exec(urlOrArn) ?? [];
  if (name !== undefined) return { region, byName: { QueueName: name, QueueOwnerAWSAccountId: account } };
  if (!URL.canParse(urlOrArn) || !urlOrArn.startsWith("http")) {
    throw new Error(`expected the URL or the ARN of a queue, got ${urlOrArn}`);
  }
  const { origin, hostname } = new URL(urlOrArn);
  const [, ofAws] = /^sqs\.([\w-]+)\.amazonaws\.com(?:\.cn)?$/.exec(hostname) ?? [];
  return ofAws === undefined ? { url: urlOrArn, origin } : { url: urlOrArn, region: ofAws };
}
