import assert from "node:assert/strict";
import { MonthlyBudget } from "../../../components/operations/monthly-budget.ts";
import { run } from "../../../components/testing/run.ts";

const topicArn = "arn:aws:sns:us-east-1:123456789012:operations";

describe("MonthlyBudget", () => {
  it("says when four fifths are spent, and when the month will cost more", async () => {
    const made = await run(() => new MonthlyBudget("monthly", { limit: 50, topicArn }));
    const notification = {
      comparisonOperator: "GREATER_THAN",
      thresholdType: "PERCENTAGE",
      subscriberSnsTopicArns: [topicArn],
    };
    assert.deepEqual(made.inputs("aws:budgets/budget:Budget"), {
      budgetType: "COST",
      limitAmount: "50",
      limitUnit: "USD",
      timeUnit: "MONTHLY",
      notifications: [
        { ...notification, threshold: 80, notificationType: "ACTUAL" },
        { ...notification, threshold: 100, notificationType: "FORECASTED" },
      ],
    });
  });

  it("refuses a limit that is not above 0, before it creates anything", async () => {
    for (const limit of [0, -1, Number.NaN]) {
      const refused = await run(() => {
        const message = `MonthlyBudget "monthly": limit: expected an amount above 0, got ${limit}`;
        assert.throws(() => new MonthlyBudget("monthly", { limit, topicArn }), { message });
      });
      assert.deepEqual(refused.resources, []);
    }
  });
});
