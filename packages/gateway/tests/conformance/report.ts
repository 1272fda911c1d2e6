import { refusals } from "../../src/document/refusals.ts";
import { behaviours, differences } from "./behaviours.ts";
import { facts } from "./facts.ts";
import type { Case, DocumentCount, Part, Result } from "./run.ts";

const titles: Record<Part, string> = { gateway: "The gateway", vtl: "Mapping templates" };

/** docs/fidelity.md, whole, from conformance results and the loader's list of refusals. */
export function fidelityPage(results: Readonly<Record<Part, Result>>, documents?: DocumentCount): string {
  const parts = Object.entries(results) as [Part, Result][];
  return [
    "# What is as on AWS, and what is not",
    "",
    "<!-- npm run fidelity writes this page. -->",
    "",
    "Three kinds of cases hold the local gateway to AWS's behaviour.",
    "",
    "Facts from AWS's documentation, each with its source, are in `packages/gateway/tests/conformance/facts.ts`. `npm test` runs all of",
    "them, and all pass:",
    "",
    factTable(),
    "",
    "Recordings of the real API Gateway, cases from its documentation, and cases that other implementations hold to be right are not part",
    "of this repository. `npm test` runs them where `VECTORS_DIR` names their folder, and fails when a case that once passed fails.",
    "*Witnessed* are those where AWS itself was asked.",
    "",
    ...table(
      ["", "cases pass", "witnessed cases pass"],
      parts.map(([part, result]) => totals(titles[part], result)),
    ),
    "",
    ...documentCount(documents),
    "## As on AWS",
    "",
    ...parts.flatMap(([part, result]) => categoryTable(part, result)),
    "## Different",
    "",
    ...table(
      ["", "AWS", "here"],
      differences.map(({ what, aws, here }) => [what, aws, here]),
    ),
    "",
    ...failedCases(parts),
    "## Refused",
    "",
    "A document that uses one of these is refused when it is loaded, with the place in the document; nothing of it is ignored.",
    "",
    refusalTable(),
    "",
  ].join("\n");
}

/** The page's list of refusals, which a test compares with the loader's even where there are no recordings. */
export function refusalTable(): string {
  const rows = Object.values(refusals).map(({ feature, found }) => [feature, found]);
  return table(["refused", "where a document has it"], rows).join("\n");
}

/** The page's count of facts, which a test compares with the facts themselves. */
export function factTable(): string {
  const rows = Object.entries(facts).map(([about, list]) => [about, String(list.length)]);
  return table(["facts about", "cases"], rows).join("\n");
}

function documentCount(documents: DocumentCount | undefined): string[] {
  if (documents === undefined) return [];
  const { passed, failed } = documents;
  return [
    "REST API documents of public repositories, OpenAPI 3.0 and Swagger 2.0, which nobody wrote for this gateway: API Gateway takes or",
    "refuses each, and so does the gateway; each operation is called once, and no guarded one answers a caller without credentials.",
    `${passed} of ${passed + failed} pass.`,
    "",
  ];
}

function totals(title: string, result: Result): string[] {
  const witnessed = result.cases.filter((c) => c.aws_validated);
  return [title, passed(result.cases, result), passed(witnessed, result)];
}

const passed = (cases: readonly Case[], { failed }: Result) =>
  cases.length === 0 ? "–" : `${cases.filter((c) => !failed.has(c.id)).length} of ${cases.length}`;

function categoryTable(part: Part, result: Result): string[] {
  const names: Record<string, string> = behaviours[part];
  const categories = [...new Set(result.cases.map((c) => c.category))];
  const rows = categories
    .map((category) => {
      const cases = result.cases.filter((c) => c.category === category);
      return totals(names[category] ?? category, { ...result, cases });
    })
    .sort(([a = ""], [b = ""]) => a.replaceAll("`", "").localeCompare(b.replaceAll("`", ""), "en"));
  return [`### ${titles[part]}`, "", ...table(["behaviour", "cases pass", "witnessed cases pass"], rows), ""];
}

function failedCases(parts: readonly [Part, Result][]): string[] {
  const rows = parts.flatMap(([, { cases, failed }]) =>
    cases
      .filter((c) => failed.has(c.id))
      .map((c) => [`\`${c.id}\``, c.aws_validated ? "AWS" : "documentation or another implementation", c.note ?? ""]),
  );
  if (rows.length === 0) return ["All recorded cases pass.", ""];
  return ["Cases that do not pass:", "", ...table(["case", "witness", "note"], rows), ""];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)];
}
