import assert from "node:assert/strict";
import { itFails, textOf } from "../rendering.ts";

// The bookstore of https://github.com/json-path/JsonPath
const store = {
  store: {
    book: [
      { category: "reference", author: "Nigel Rees", title: "Sayings", price: 8.95 },
      { category: "fiction", author: "Evelyn Waugh", title: "Sword", price: 12.99 },
      { category: "fiction", author: "Herman Melville", title: "Moby", isbn: "0-553", price: 8.99 },
      { category: "fiction", author: "J. R. R. Tolkien", title: "Lord", isbn: "0-395", price: 22.99 },
    ],
    bicycle: { color: "red", price: 19.95 },
  },
  expensive: 10,
  "a b": { "c.d": 1 },
  n: null,
};

describe("JsonPath", () => {
  const cases: [path: string, json: string][] = [
    ["$.store.bicycle.color", '"red"'],
    ["$['store']['bicycle']['color']", '"red"'],
    ["$.store.book[*].author", '["Nigel Rees","Evelyn Waugh","Herman Melville","J. R. R. Tolkien"]'],
    ["$..author", '["Nigel Rees","Evelyn Waugh","Herman Melville","J. R. R. Tolkien"]'],
    ["$.store..price", "[8.95,12.99,8.99,22.99,19.95]"],
    ["$..book[2].title", '["Moby"]'],
    ["$..book[0,1].title", '["Sayings","Sword"]'],
    ["$..book[:2].title", '["Sayings","Sword"]'],
    ["$..book[1:2].title", '["Sword"]'],
    ["$..book[-2:].title", '["Moby","Lord"]'],
    ["$..book[2:].title", '["Moby","Lord"]'],
    ["$.store.book[-1].title", '"Lord"'],
    ["$.store.book[0]['title','price']", '{"title":"Sayings","price":8.95}'],
    ["$.store.*", `[${JSON.stringify(store.store.book)},${JSON.stringify(store.store.bicycle)}]`],
    ["$..book[?(@.isbn)].title", '["Moby","Lord"]'],
    ["$.store.book[?(@.price < 10)].title", '["Sayings","Moby"]'],
    ["$..book[?(@.price <= $['expensive'])].title", '["Sayings","Moby"]'],
    ["$..book[?(@.author =~ /.*REES/i)].title", '["Sayings"]'],
    ["$..book[?(@.category == 'fiction' && @.price > 10)].title", '["Sword","Lord"]'],
    ["$..book[?(@.category == 'reference' || @.title == 'Moby')].title", '["Sayings","Moby"]'],
    ["$..book[?(!(@.isbn))].title", '["Sayings","Sword"]'],
    ["$..book[?(@.category in ['reference'])].title", '["Sayings"]'],
    ["$..book[?(@.category nin ['reference', 'x'])].title", '["Sword","Moby","Lord"]'],
    ["$..book[?(@.title contains 'o')].title", '["Sword","Moby","Lord"]'],
    ["$..book[?(@.title size 4)].title", '["Moby","Lord"]'],
    ["$.store.book.length()", "4"],
    ["$.store.bicycle.length()", "2"],
    ["$.store.bicycle.keys()", '["color","price"]'],
    ["$.store.book.first()", '{"category":"reference","author":"Nigel Rees","title":"Sayings","price":8.95}'],
    ["$['a b']['c.d']", "1"],
    ["$.n", "null"],
    ["$.missing", '""'],
    ["$.store.book[9]", '""'],
    ["$.store.book.title", '""'],
    ["$.missing[*].x", '""'],
    ["$.store.book[*].missing", "[]"],
    ["$..missing", "[]"],
    ["$.store.book[?(@.price > 100)]", "[]"],
    ["expensive", "10"],
    ["$.expensive  ", "10"],
    // Facts of Jayway's JsonPath 2.9.0, most of them of 2.4.0 as well.
    ["$..book.length()", "4"],
    ["$.store.book[*].length()", "[4,4,5,5]"],
    ["$.length($.store)", "4"],
    ["$.store.book.first().title", '""'],
    ["$.store.book[0:-1]", "[]"],
    ["$.store.book[-2:1].title", '["Moby","Lord","Sayings"]'],
    ["$.store.book[:-3].title", '["Sayings"]'],
    ["$.store.book[0:4:2].title", '["Sayings","Sword","Moby","Lord"]'],
    ["$.store.book[?(@.price&&@.isbn)]", "[]"],
    ["$.store.book[?(@.price && @.isbn)].title", '["Moby","Lord"]'],
    ["$.store.book[?(@.title all ['Moby'])]", "[]"],
    ["$..book[?(@.isbn =~ /0.*/)].title", '["Moby","Lord"]'],
    ["$..book[?(@.nothing =~ /x?/)].price", "[8.95,12.99,8.99,22.99]"],
    ["$.store.book[?(@.price == '8.95')].title", '["Sayings"]'],
    ["$.store.book[?('8.95' == @.price)].title", '["Sayings"]'],
    ["$.store.book[?(@..price)].title", '["Sayings","Sword","Moby","Lord"]'],
  ];
  for (const [path, json] of cases) {
    it(`${path} leads to ${json.slice(0, 60)}`, () => {
      assert.equal(textOf(`$input.json('${path.replaceAll("'", "''")}')`, store), json);
    });
  }

  describe("that is not one", () => {
    itFails("evaluation", [
      ["$input.path('$.')", {}],
      ["$input.path('$..')", {}],
      ["$input.path('$x')", {}],
      ["$input.path('$[')", {}],
      ["$input.path('$[x]')", {}],
      ["$input.path('$.a b')", {}],
      ["$input.path('$[?(@.a ~ 1)]')", []],
      ["$input.path('$.nothing()')", {}],
      ["$input.path(' $.a')", {}],
      ["$input.path('$[''a'',\"b\"]')", {}],
      ["$input.path('$[?(true)]')", []],
    ]);
  });

  describe("that is not for the document", () => {
    itFails("evaluation", [
      ["$input.path('$')", "null"],
      ["$input.path('$.a[*].b.sum()')", { a: [{ b: 1 }] }],
      ["$input.path('$.a[?(@.b)]')", { a: "text" }],
      ["$input.path('$.a.first()')", { a: [] }],
      ["$input.path('$.a[?(@ in [[1]])]')", { a: [1] }],
    ]);
  });
});
