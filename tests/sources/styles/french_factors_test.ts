import { deepEqual, equal, rejects } from "node:assert/strict";
import { frenchFactors } from "../../../lib/sources/styles/french_factors.ts";
import { frenchZip, zipOf } from "../shapes.ts";

const FROM = { factors: "https://example.org/f.zip", momentum: "https://example.org/m.zip" };
const MOMENTUM = frenchZip("F-F_Momentum_Factor_daily.csv", ",Mom   ", [
  "20240301, 0.70",
  "20240304, 0.60",
]);
const read = (factors: Uint8Array<ArrayBuffer>, momentum = MOMENTUM) =>
  frenchFactors({ factors: { bytes: factors }, momentum: { bytes: momentum } }, FROM);

Deno.test("frenchFactors() reads both files by their columns, and the edition of the data base", async () => {
  const found = await read(
    frenchZip("F.CSV", ",HML,Mkt-RF,SMB,RF", ["20240301, -0.20,1, 0.10,0.02"]),
  );
  deepEqual(found, {
    days: [{ day: "2024-03-01", size: 0.001, value: -0.002, momentum: 0.006999999999999999 }],
    edition: "202609",
    missing: 0,
  });
});

Deno.test("frenchFactors() counts days with a missing figure, in either file, and takes no other tables", async () => {
  const found = await read(frenchZip("F.CSV", ",Mkt-RF,SMB,HML,RF", [
    "20240301, 1, -99.99, 0.2, 0.02",
    "20240304, 1, 0.1, -999, 0.02",
    "20240305, 1, 0.1, 0.2, 0.02",
    "202403, 1, 9, 9, 0.02",
    "2024, 1, 9, 9, 0.02",
  ]));
  deepEqual([found.days, found.missing], [[], 3]);
});

Deno.test("frenchFactors() names no edition where the first line has none", async () => {
  const bytes = zipOf({ "f.csv": "Words\n\n,SMB,HML\n20240301,0.1,0.2\n" });
  equal((await read(bytes)).edition, "");
});

Deno.test("frenchFactors() refuses renamed columns, a zip that was cut off, and one with several files", async () => {
  await rejects(
    read(frenchZip("F.CSV", ",Mkt-RF,SML,HML,RF", ["20240301,1,1,1,1"])),
    /need a line with the columns SMB, HML, got Mkt-RF, SML, HML, RF/,
  );
  const whole = frenchZip("F.CSV", ",Mkt-RF,SMB,HML,RF", ["20240301,1,1,1,1"]);
  await rejects(read(whole.slice(0, whole.length - 30)), /its end is missing; it was cut off/);
  const damaged = whole.slice();
  damaged.fill(0xff, 40, 60);
  await rejects(
    read(damaged),
    /packed file of https:\/\/example\.org\/f\.zip: it is (?:damaged|shorter)/,
  );
  await rejects(read(zipOf({ "a.csv": "x", "b.csv": "y" })), /need one file \.csv in it, got 2/);
  await rejects(read(zipOf({ "a.csv": ",SMB,HML\nwords\n" })), /no row that begins with a day/);
});
