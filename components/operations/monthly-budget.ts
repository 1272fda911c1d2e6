import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { checkArguments, refuse } from "../arguments.ts";
import { typeToken } from "../tokens.ts";
import { type Transform, transformed } from "../transform.ts";

/** Arguments of `MonthlyBudget`. */
export interface MonthlyBudgetArgs {
  /** US dollars a month, for the whole account. */
  readonly limit: number;
  /** ARN of the topic that says so; Budgets must be allowed to publish to it, as `OperationsTopic` allows it. */
  readonly topicArn: pulumi.Input<string>;
  /** Changes of the resource inside. */
  readonly transform?: { readonly budget?: Transform<aws.budgets.BudgetArgs> };
}

/** Percent of the limit that was spent: time to look, while something can still be switched off. */
const SPENT = 80;

/** Percent of the limit that the month will have cost, as Budgets forecasts it. */
const FORECAST = 100;

/**
 * A budget that says when the account's costs come near a limit. It stops nothing, and its figures are some hours old: AWS
 * updates them up to three times a day. A budget without actions is free.
 * https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-best-practices.html
 */
export class MonthlyBudget extends pulumi.ComponentResource {
  readonly budget: aws.budgets.Budget;

  /** @throws ArgumentError for a limit that is not above 0. */
  constructor(name: string, args: MonthlyBudgetArgs, opts?: pulumi.ComponentResourceOptions) {
    checkArguments(`MonthlyBudget "${name}"`, () => {
      if (!(args.limit > 0)) refuse("limit", `expected an amount above 0, got ${args.limit}`);
    });
    super(typeToken("MonthlyBudget"), name, {}, opts);
    const above = (threshold: number, notificationType: string) => ({
      comparisonOperator: "GREATER_THAN",
      threshold,
      thresholdType: "PERCENTAGE",
      notificationType,
      subscriberSnsTopicArns: [args.topicArn],
    });
    this.budget = new aws.budgets.Budget(
      ...transformed<aws.budgets.BudgetArgs>(
        args.transform?.budget,
        name,
        {
          budgetType: "COST",
          limitAmount: `${args.limit}`,
          limitUnit: "USD",
          timeUnit: "MONTHLY",
          notifications: [above(SPENT, "ACTUAL"), above(FORECAST, "FORECASTED")],
        },
        { parent: this },
      ),
    );
    this.registerOutputs({ budget: this.budget });
  }
}
