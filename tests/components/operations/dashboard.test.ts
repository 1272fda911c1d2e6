import assert from "node:assert/strict";
import { Dashboard } from "../../../components/operations/dashboard.ts";
import { run } from "../../../components/testing/run.ts";
import { createWatched } from "./watched.ts";

interface Widget {
  readonly type: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  // biome-ignore lint/suspicious/noExplicitAny: the shape is the widget type's own
  readonly properties: any;
}

const alarmArns = ["arn:aws:cloudwatch:us-east-1:123456789012:alarm:one"];
const make = () => run(() => new Dashboard("dashboard", { ...createWatched(), alarmArns }));

/** The widgets as a person reads them: from top to bottom, each row from the left. */
const widgetsOf = ({ inputs }: Awaited<ReturnType<typeof make>>): Widget[] =>
  JSON.parse(inputs("aws:cloudwatch/dashboard:Dashboard").dashboardBody).widgets.toSorted(
    (a: Widget, b: Widget) => a.y - b.y || a.x - b.x,
  );

describe("Dashboard", () => {
  let made: Awaited<ReturnType<typeof make>>;
  let widgets: Widget[];
  before(async () => {
    made = await make();
    widgets = widgetsOf(made);
  });

  it("has the stack's name, as an account has all its dashboards in one list", () => {
    assert.equal(made.inputs("aws:cloudwatch/dashboard:Dashboard").dashboardName, "project-stack-dashboard-api-id");
  });

  it("reads from top to bottom as a request goes, below the states of the alarms", () => {
    const titles = widgets.map(({ type, properties }) =>
      type === "text" ? properties.markdown.split("\n")[0] : properties.title,
    );
    assert.deepEqual(titles, [
      "Alarms",
      "## API",
      "Requests",
      "Errors",
      "Latency (ms)",
      "## Integrations",
      "Function form",
      "Hosts of the private service",
      "Records of the stream",
      "## Queue",
      "Messages",
      "Backlog",
      "Age of the oldest message (s)",
      "## Consumer",
      "Function of the queue",
      "Duration (ms)",
      "Executions at once",
      "## Tables",
      "Table items",
      "## Dead letters",
      "Dead letters",
      "Age of the oldest dead letter (s)",
    ]);
    assert.deepEqual(widgets[0]?.properties, { title: "Alarms", alarms: alarmArns });
  });

  it("draws each line by the names under which AWS publishes it, in the stack's region", () => {
    const errors = widgets.find(({ properties }) => properties.title === "Errors");
    assert.deepEqual(errors?.properties, {
      title: "Errors",
      region: "us-east-1",
      view: "timeSeries",
      metrics: [
        ["AWS/ApiGateway", "4XXError", "ApiName", "api", "Stage", "dev", { label: "4XX", stat: "Sum" }],
        ["AWS/ApiGateway", "5XXError", "ApiName", "api", "Stage", "dev", { label: "5XX", stat: "Sum" }],
      ],
    });
  });

  it("lays its widgets out in CloudWatch's 24 columns, none over another", () => {
    const taken = new Set<string>();
    for (const { x, y, width, height, properties } of widgets) {
      assert.ok([x, y, width, height].every(Number.isInteger), properties.title);
      assert.ok(x >= 0 && width >= 1 && x + width <= 24, properties.title);
      for (let column = x; column < x + width; column++) {
        for (let row = y; row < y + height; row++) {
          assert.equal(taken.has(`${column} ${row}`), false, `${properties.title} at ${column} ${row}`);
          taken.add(`${column} ${row}`);
        }
      }
    }
  });

  it("shows neither hosts nor a stream that the stack does not have", async () => {
    const plain = await run(() => {
      const { stream: _, privateService: __, ...watched } = createWatched();
      return new Dashboard("dashboard", { ...watched, alarmArns });
    });
    assert.deepEqual(
      widgetsOf(plain)
        .map(({ properties }) => properties.title)
        .filter((title) => /private|stream/.test(title)),
      [],
    );
  });

  it("begins another row after four graphs", async () => {
    const wide = await run(() => {
      const watched = createWatched();
      const [table] = Object.values(watched.tables);
      assert.ok(table);
      const tables = Object.fromEntries(["a", "b", "c", "d", "e"].map((name) => [name, table]));
      return new Dashboard("dashboard", { ...watched, tables, alarmArns });
    });
    const places = widgetsOf(wide).filter(({ properties }) => /^Table /.test(properties.title));
    assert.deepEqual(
      places.map(({ x, width }) => [x, width]),
      [
        [0, 6],
        [6, 6],
        [12, 6],
        [18, 6],
        [0, 6],
      ],
    );
    assert.equal((places[4]?.y ?? 0) - (places[0]?.y ?? 0), 6);
  });
});
