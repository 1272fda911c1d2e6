import assert from "node:assert/strict";
import { DynamoDBClient, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { ListTopicsCommand, PublishCommand, SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import * as sqs from "@aws-sdk/client-sqs";
import { type App, localApp } from "./app.ts";
import { call, contact, hostile } from "./client.ts";
import { stored } from "./local.ts";

describe("the services, through the AWS SDK", () => {
  let api: App;
  let endpoints: Record<string, string>;
  const settings = (service: string) => ({
    endpoint: endpoints[service],
    region: "us-east-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
  before(async function () {
    api = await localApp.call(this);
    endpoints = (await call(`${api.local}/_local/info`)).json.endpoints;
  });

  it("SQS keeps messages byte for byte, in both protocols", async () => {
    const client = new sqs.SQSClient(settings("sqs"));
    const { QueueUrl } = await client.send(new sqs.CreateQueueCommand({ QueueName: `own-${process.pid}` }));
    assert.ok(QueueUrl?.startsWith(endpoints.sqs as string));
    const sent = await client.send(new sqs.SendMessageCommand({ QueueUrl, MessageBody: hostile }));

    const form = new URLSearchParams({ Action: "SendMessage", MessageBody: `query ${hostile}` });
    const headers = { "content-type": "application/x-www-form-urlencoded", accept: "application/json" };
    const query = await call(QueueUrl as string, "POST", form.toString(), headers);
    assert.equal(query.status, 200);
    const queryId = query.json.SendMessageResponse.SendMessageResult.MessageId;

    const { Messages } = await client.send(new sqs.ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
    const bodies = Object.fromEntries((Messages ?? []).map(({ MessageId, Body }) => [MessageId, Body]));
    assert.deepEqual(bodies, { [sent.MessageId as string]: hostile, [queryId]: `query ${hostile}` });
    client.destroy();
  });

  it("SQS answers the query protocol in XML unless JSON is asked for, errors included", async () => {
    const url = `${endpoints.sqs}/000000000000/no-such-queue`;
    const form = "Action=SendMessage&MessageBody=hi";
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const xml = await call(url, "POST", form, headers);
    assert.equal(xml.status, 400);
    assert.match(xml.text, /<Code>AWS\.SimpleQueueService\.NonExistentQueue<\/Code>/);
    const json = await call(url, "POST", form, { ...headers, accept: "application/json" });
    assert.equal(json.json.Error.Code, "AWS.SimpleQueueService.NonExistentQueue");
  });

  it("SQS has the program's queue, with its redrive policy", async () => {
    const client = new sqs.SQSClient(settings("sqs"));
    const { QueueUrl } = await client.send(new sqs.GetQueueUrlCommand({ QueueName: "submissions-queue" }));
    const { Attributes } = await client.send(new sqs.GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] }));
    assert.deepEqual(JSON.parse(Attributes?.RedrivePolicy ?? "{}"), {
      deadLetterTargetArn: "arn:aws:sqs:us-east-1:000000000000:submissions-dead-letters",
      maxReceiveCount: 5,
    });
    client.destroy();
  });

  it("SNS delivers to a queue that subscribes", async () => {
    const [queues, topics] = [new sqs.SQSClient(settings("sqs")), new SNSClient(settings("sns"))];
    const QueueName = `subscriber-${process.pid}`;
    const { QueueUrl } = await queues.send(new sqs.CreateQueueCommand({ QueueName }));
    const { Topics } = await topics.send(new ListTopicsCommand({}));
    const TopicArn = Topics?.map((topic) => topic.TopicArn).find((arn) => arn?.endsWith(":announcements-topic"));
    const Endpoint = `arn:aws:sqs:us-east-1:000000000000:${QueueName}`;
    await topics.send(new SubscribeCommand({ TopicArn, Protocol: "sqs", Endpoint }));
    const { MessageId } = await topics.send(new PublishCommand({ TopicArn, Subject: "News", Message: hostile }));
    const { Messages } = await queues.send(new sqs.ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 5 }));
    const notification = JSON.parse(Messages?.[0]?.Body ?? "{}");
    assert.equal(notification.MessageId, MessageId);
    assert.equal(notification.Message, hostile);
    queues.destroy();
    topics.destroy();
  });

  it("DynamoDB has what the consumer stored, and holds conditions", async () => {
    const { json } = await call(`${api.url}/contact`, "POST", contact);
    await stored(api, json.submissionId);
    const client = new DynamoDBClient(settings("dynamodb"));
    const table = { TableName: "submissions-table" };
    const { Item } = await client.send(new GetItemCommand({ ...table, Key: { id: { S: json.submissionId } } }));
    assert.equal(Item?.email?.S, contact.email);
    const again = { ...table, Item: { id: { S: json.submissionId } }, ConditionExpression: "attribute_not_exists(id)" };
    await assert.rejects(client.send(new PutItemCommand(again)), { name: "ConditionalCheckFailedException" });
    client.destroy();
  });
});
