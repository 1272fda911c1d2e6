import { PRICES, type Price } from "./prices.ts";

/** The prices that the comparison uses, with where and when they were read. */
export function PriceTable() {
  return (
    <details>
      <summary>Prices, sources and dates</summary>
      <table>
        <thead>
          <tr>
            <th scope="col">Price</th>
            <th scope="col">First tier</th>
            <th scope="col">Source</th>
            <th scope="col">As of</th>
          </tr>
        </thead>
        <tbody>
          {Object.values(PRICES).map((price: Price) => (
            <tr key={price.what}>
              <th scope="row">{price.what}</th>
              <td>{firstTier(price)}</td>
              <td>
                <a href={price.source} rel="noreferrer">
                  {new URL(price.source).pathname.split("/")[1]} pricing
                </a>
              </td>
              <td class="date">{price.date}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

function firstTier({ tiers, per }: Price): string {
  const dollars = (tiers[0]?.dollars ?? 0) * 1_000_000;
  return `$${dollars.toFixed(2)} per million ${per}`;
}
