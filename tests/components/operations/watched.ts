import * as aws from "@pulumi/aws";
import type { Watched } from "../../../components/operations/metrics.ts";

/** A stack with one of each resource that can be watched, and a second function. */
export function createWatched(): Required<Watched> {
  const api = new aws.apigateway.RestApi("api", {});
  const stage = new aws.apigateway.Stage("stage", { restApi: api.id, deployment: "deployment", stageName: "dev" });
  const lambda = (name: string) => new aws.lambda.Function(name, { role: "arn:aws:iam::123456789012:role/role" });
  const functions = { form: lambda("form-function"), consumer: lambda("consumer-function") };
  return {
    api: { api, stage },
    queue: new aws.sqs.Queue("queue"),
    deadLetterQueue: new aws.sqs.Queue("dead-letters"),
    consumer: functions.consumer,
    functions,
    tables: { items: new aws.dynamodb.Table("table", { hashKey: "id", attributes: [{ name: "id", type: "S" }] }) },
    stream: new aws.kinesis.Stream("stream"),
    privateService: {
      loadBalancer: new aws.lb.LoadBalancer("lb", { internal: true }),
      targetGroup: new aws.lb.TargetGroup("tg"),
    },
  };
}
