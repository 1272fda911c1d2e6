import type { Way, WayResult } from "../../src/api/wire.ts";
import { WAYS } from "../contact/ways.ts";
import { dollars, milliseconds } from "../ui/format.ts";
import { costPerMillion, type Usage } from "./cost.ts";

/** What both ways measured, what they cross, and what a million messages cost at the chosen volume. */
export function ResultTable({ result, usage }: { result: Readonly<Record<Way, WayResult>>; usage: Usage }) {
  return (
    <table class="results">
      <caption class="unseen">Measured latencies</caption>
      <thead>
        <tr>
          <th scope="col">Way</th>
          <th scope="col" class="number">
            p50
          </th>
          <th scope="col" class="number">
            p99
          </th>
          <th scope="col" class="number">
            Errors
          </th>
          <th scope="col" class="number">
            Per second
          </th>
          <th scope="col" class="number">
            Parts crossed
          </th>
          <th scope="col" class="number">
            Per million
          </th>
        </tr>
      </thead>
      <tbody>
        {(["lambda", "sqs"] as Way[]).map((way) => {
          const { p50, p99, errors, perSecond } = result[way];
          return (
            <tr key={way}>
              <th scope="row">{WAYS[way].name}</th>
              <td class="number">{milliseconds(p50)}</td>
              <td class="number">{milliseconds(p99)}</td>
              <td class={`number ${errors > 0 ? "bad" : ""}`}>{errors}</td>
              <td class="number">{perSecond.toFixed(0)}</td>
              <td class="number">{WAYS[way].parts.length}</td>
              <td class="number">{dollars(costPerMillion(way, usage))}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
