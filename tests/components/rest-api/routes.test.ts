import assert from "node:assert/strict";
import fc from "fast-check";
import { checkNeeds, parseRoutes } from "../../../components/rest-api/routes.ts";

describe("parseRoutes", () => {
  it("reads method, path and variables", () => {
    assert.deepEqual(parseRoutes(["POST /contact", "ANY /support/{proxy+}", "GET /a/{b}/c/{d_1}", "GET /"]), [
      { key: "POST /contact", method: "POST", path: "/contact", variables: [] },
      { key: "ANY /support/{proxy+}", method: "ANY", path: "/support/{proxy+}", variables: ["proxy"] },
      { key: "GET /a/{b}/c/{d_1}", method: "GET", path: "/a/{b}/c/{d_1}", variables: ["b", "d_1"] },
      { key: "GET /", method: "GET", path: "/", variables: [] },
    ]);
  });

  it("lets paths that differ in method, or ANY beside a method, stand together", () => {
    const keys = ["PUT /visitors/{user_id}", "GET /visitors/{user_id}", "ANY /visitors/{user_id}", "GET /visitors/new"];
    assert.deepEqual(
      parseRoutes(keys).map(({ key }) => key),
      keys,
    );
  });

  for (const [what, keys, message] of [
    ["no leading slash", ["GET topics"], 'routes["GET topics"]: the path "topics" must begin with a slash'],
    ["no path", ["GET"], 'routes["GET"]: expected "METHOD /path"'],
    ["more than a path", ["GET /a /b"], 'routes["GET /a /b"]: expected "METHOD /path"'],
    [
      "an unknown method",
      ["FETCH /topics"],
      'routes["FETCH /topics"]: unknown method "FETCH", expected one of GET, PUT, POST, DELETE, OPTIONS, HEAD, PATCH, ANY',
    ],
    [
      "a method in lower case",
      ["get /topics"],
      'routes["get /topics"]: unknown method "get", expected one of GET, PUT, POST, DELETE, OPTIONS, HEAD, PATCH, ANY',
    ],
    ["a trailing slash", ["GET /topics/"], 'routes["GET /topics/"]: the path must not end with a slash'],
    ["an empty part", ["GET /a//b"], 'routes["GET /a//b"]: the path has an empty part'],
    [
      "a variable within a part",
      ["GET /v{id}"],
      'routes["GET /v{id}"]: the part "v{id}" is neither plain text nor one {variable} as a whole',
    ],
    [
      "an empty variable",
      ["GET /{}"],
      'routes["GET /{}"]: the part "{}" is neither plain text nor one {variable} as a whole',
    ],
    ["a query", ["GET /a?b"], 'routes["GET /a?b"]: the part "a?b" is neither plain text nor one {variable} as a whole'],
    [
      "a greedy variable before the end",
      ["ANY /a/{proxy+}/b"],
      'routes["ANY /a/{proxy+}/b"]: the greedy variable {proxy+} must be the last part of the path',
    ],
    ["a variable twice", ["GET /{a}/b/{a}"], 'routes["GET /{a}/b/{a}"]: the path has the variable {a} twice'],
    ["the same route", ["GET /a", "GET  /a"], 'routes["GET  /a"]: is the same route as "GET /a"'],
    [
      "sibling variables of different names",
      ["GET /v/{id}", "PUT /v/{user_id}/name"],
      'routes["PUT /v/{user_id}/name"]: {user_id} and, in "GET /v/{id}", {id} are both below /v, which can have one variable',
    ],
    [
      "a greedy variable beside a plain one",
      ["GET /{a}", "ANY /{a+}"],
      'routes["ANY /{a+}"]: {a+} and, in "GET /{a}", {a} are both below /, which can have one variable',
    ],
  ] as const) {
    it(`refuses ${what}`, () => {
      assert.throws(() => parseRoutes(keys), { message });
    });
  }

  it("accepts exactly the tables in which each method and path comes once", () => {
    const key = fc
      .tuple(fc.constantFrom("GET", "POST", "ANY"), fc.array(fc.stringMatching(/^[a-c]$/), { maxLength: 2 }))
      .map(([method, parts]) => `${method} /${parts.join("/")}`);
    fc.assert(
      fc.property(fc.array(key), (keys) => {
        if (new Set(keys).size === keys.length) assert.equal(parseRoutes(keys).length, keys.length);
        else assert.throws(() => parseRoutes(keys), /is the same route as/);
      }),
    );
  });
});

describe("checkNeeds", () => {
  const [route] = parseRoutes(["GET /visitors/{id}"]);
  assert(route);

  it("takes a path that has every variable, and a model of the API", () => {
    checkNeeds(route, { pathParameters: ["id"], model: "Visitor" }, ["Contact", "Visitor"]);
  });

  it("names the variable that the path lacks", () => {
    assert.throws(() => checkNeeds(route, { pathParameters: ["id", "user_id"] }, []), {
      message: 'routes["GET /visitors/{id}"]: the integration uses the path variable {user_id}, which the path lacks',
    });
  });

  it("names the model that the API lacks, and those that it has", () => {
    const needs = { pathParameters: [], model: "Visitr" };
    assert.throws(() => checkNeeds(route, needs, ["Contact", "Visitor"]), {
      message: 'routes["GET /visitors/{id}"]: there is no model "Visitr", only Contact, Visitor',
    });
    assert.throws(() => checkNeeds(route, needs, []), {
      message: 'routes["GET /visitors/{id}"]: there is no model "Visitr", only none',
    });
  });
});
