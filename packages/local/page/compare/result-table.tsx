import type { Way, WayResult } from "../../src/api/wire.ts";
import { WAYS } from "../contact/ways.ts";
import { dollars, milliseconds } from "../ui/format.ts";
import { costPerMillion, type Usage } from "./cost.ts";

/** The latencies of both ways, the number of their parts, and the price of a million messages at the chosen volume. */
export function ResultTable({ result, usage }: { result: Readonly<Record<Way, WayResult>>; usage: Usage }) {
  return (
    <table class="results stacks">
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
            Parts
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
              <td class="number" data-label="p50">
                {milliseconds(p50)}
              </td>
              <td class="number" data-label="p99">
                {milliseconds(p99)}
              </td>
              <td class={`number ${errors > 0 ? "bad" : ""}`} data-label="Errors">
                {errors}
              </td>
              <td class="number" data-label="Per second">
                {perSecond.toFixed(0)}
              </td>
              <td class="number" data-label="Parts">
                {WAYS[way].parts.length}
              </td>
              <td class="number" data-label="Per million">
                {dollars(costPerMillion(way, usage))}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
