import assert from "node:assert/strict";
import { triesOf } from "../../../page/services/dead-letter.tsx";
import { countOf } from "../../../page/services/tables.tsx";

const items = (count: number) => Array.from({ length: count }, (_, id) => ({ id }));

describe("the counts among the services", () => {
  it("say how many items are shown, where that is not all", () => {
    assert.equal(countOf({ count: 1, items: items(1) }), "1 item");
    assert.equal(countOf({ count: 12, items: items(12) }), "12 items");
    assert.equal(countOf({ count: 27, items: items(27) }), "27 items, the latest 12 shown");
  });

  it("leave out the receive that moved a message to the dead letters", () => {
    assert.equal(triesOf(6), "5 tries");
    assert.equal(triesOf(2), "1 try");
  });
});
