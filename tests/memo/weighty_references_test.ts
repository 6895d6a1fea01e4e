import { deepEqual, equal, ok } from "node:assert/strict";
import { weightyReferences } from "lab/memo";

const reference = (url: string) => ({ url, title: `about ${url}` });
const ballot = (sector: "XLE" | "XLK", ...urls: string[]) => ({
  sector,
  references: urls.map(reference),
});

Deno.test("weightyReferences() parts a sector among its ballots, and a ballot among what it cites", () => {
  const found = weightyReferences([
    ballot("XLE", "https://a", "https://b"),
    ballot("XLE", "https://a"),
    ballot("XLK", "https://b"),
  ], { XLE: -0.3, XLK: 0.1 });
  // XLE is 3/4 of the gross: a has 3/8 of half and half; b the other half of 3/8, and all of XLK.
  deepEqual(found.map(({ url, share, sectors }) => [url, Number(share.toFixed(12)), sectors]), [
    ["https://a", 0.5625, ["XLE"]],
    ["https://b", 0.4375, ["XLE", "XLK"]],
  ]);
});

Deno.test("weightyReferences() counts a page that is cited twice once, and facts of a brief together", () => {
  const found = weightyReferences([
    ballot(
      "XLE",
      "lab:flows/XLE/2026-01-01#a",
      "lab:flows/XLE/2026-01-02#b",
      "https://a",
      "https://a",
    ),
  ], { XLE: 0.2 });
  deepEqual(found.map(({ url, title }) => [url, title]), [
    ["lab:flows/XLE", "flows in the brief on XLE"],
    ["https://a", "about https://a"],
  ]);
  ok(Math.abs(found[0].share - 2 / 3) < 1e-12);
});

Deno.test("weightyReferences() of cash is empty, and what carries nothing is left out", () => {
  deepEqual(weightyReferences([ballot("XLE", "https://a")], {}), []);
  deepEqual(weightyReferences([ballot("XLE", "https://a")], { XLE: 0 }), []);
  const found = weightyReferences([ballot("XLE", "https://a"), ballot("XLK")], {
    XLE: 0.1,
    XLK: 0.1,
  });
  equal(found.length, 1);
  equal(found[0].share, 0.5);
  const flat = weightyReferences([ballot("XLE", "https://a"), ballot("XLK", "https://a")], {
    XLE: 1,
    XLK: 0,
  });
  deepEqual(flat[0].sectors, ["XLE"]);
  deepEqual(
    weightyReferences([ballot("XLE", "https://a"), ballot("XLK", "https://b")], { XLE: 1 }).map((
      { url },
    ) => url),
    ["https://a"],
  );
});
