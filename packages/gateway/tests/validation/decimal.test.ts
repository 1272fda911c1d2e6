import assert from "node:assert/strict";
import fc from "fast-check";
import { compareDecimals, decimalText, isMultiple, readDecimal } from "../../src/validation/decimal.ts";

describe("decimals", () => {
  // As java.math.BigDecimal.stripTrailingZeros().toString() prints them.
  const texts: [written: string, printed: string][] = [
    ["0", "0"],
    ["-0.00", "0"],
    ["1.0", "1"],
    ["1.10", "1.1"],
    ["-19.99", "-19.99"],
    ["100", "1E+2"],
    ["1e2", "1E+2"],
    ["123e3", "1.23E+5"],
    ["0.000001", "0.000001"],
    ["1e-7", "1E-7"],
    ["0.00000123", "0.00000123"],
    ["0.000000123", "1.23E-7"],
    ["12.5e1", "125"],
  ];
  for (const [written, printed] of texts) {
    it(`print ${written} as ${printed}`, () => {
      assert.equal(decimalText(readDecimal(written)), printed);
    });
  }

  it("compare as numbers do", () => {
    const number = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(number, number, (a, b) => {
        const [x, y] = [readDecimal(JSON.stringify(a)), readDecimal(JSON.stringify(b))];
        assert.equal(Math.sign(compareDecimals(x, y)), Math.sign(a < b ? -1 : a > b ? 1 : 0));
      }),
    );
  });

  it("compare beyond doubles", () => {
    const compare = (a: string, b: string) => Math.sign(compareDecimals(readDecimal(a), readDecimal(b)));
    assert.equal(compare("1e400", "1e399"), 1);
    assert.equal(compare("-1e400", "1"), -1);
    assert.equal(compare("10e399", "1e400"), 0);
    assert.equal(compare("9007199254740993", "9007199254740992"), 1);
    assert.equal(compare("0.12", "0.123"), -1);
    assert.equal(compare("-0.12", "-0.123"), 1);
    assert.equal(compare("0", "-1e-400"), 1);
  });

  it("divide as integers do", () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 10n ** 900n }),
        fc.bigInt({ min: 1n, max: 10n ** 6n }),
        (value, divisor) => {
          const divide = (a: bigint) => isMultiple(readDecimal(String(a)), readDecimal(String(divisor)));
          assert.equal(divide(value), value % divisor === 0n);
          assert.ok(divide(value * divisor));
        },
      ),
    );
  });

  it("divide whatever the powers of ten", () => {
    const divide = (a: string, b: string) => isMultiple(readDecimal(a), readDecimal(b));
    assert.ok(divide("0.3", "0.1"));
    assert.ok(!divide("0.35", "0.1"));
    assert.ok(divide("1e300", "0.25"));
    assert.ok(!divide("1e300", "3"));
    assert.ok(!divide("5", "10"));
    assert.ok(divide("-20", "10"));
  });
});
