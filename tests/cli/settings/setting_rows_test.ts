import { providerSettings } from "lab/providers";
import { deepEqual, equal, ok } from "node:assert/strict";
import { type SettingRow, settingRows } from "../../../lib/cli/settings/setting_rows.ts";

const NOWHERE = { where: "all.json", holds: {}, laid: {}, overlay: [] };
const NOTHING = { readVariable: () => undefined };
const byName = (rows: readonly SettingRow[]) =>
  Object.fromEntries(
    rows.map(({ setting, value, from, by }) => [
      setting,
      [value, from, ...(by === undefined ? [] : [by])],
    ]),
  );

Deno.test("settingRows() say of each field whether default, file or option set it", () => {
  const holds = { mandate: { from: "cautious", side: 0.4 }, spending: { capsUsd: { day: 3 } } };
  const laid = { ...holds, relax: ["side"], mandate: { ...holds.mandate, turnover: 0.3 } };
  const rows = settingRows({
    mandate: { sector: 0.15, side: 0.4, turnover: 0.3, beta: { max: 0.03 } },
    relax: ["side"],
    spending: { capsUsd: { day: 3, sweep: 55 }, fallbacks: {} },
    record: undefined,
  }, {
    where: "all.json",
    holds,
    laid,
    overlay: [
      { option: "turnover", setting: "mandate.turnover" },
      { option: "relax", setting: "relax" },
    ],
  });
  deepEqual(byName(rows), {
    // The mandate that is named in the file has it.
    "mandate.sector": [0.15, "file", "all.json"],
    "mandate.side": [0.4, "file", "all.json"],
    "mandate.turnover": [0.3, "option", "--turnover"],
    "mandate.beta.max": [0.03, "file", "all.json"],
    relax: [["side"], "option", "--relax"],
    "spending.capsUsd.day": [3, "file", "all.json"],
    "spending.capsUsd.sweep": [55, "default"],
    "spending.fallbacks": [null, "default"],
    record: [null, "default"],
  });
});

Deno.test("settingRows() take the nearest of several options, and all that are as near", () => {
  const overlay = [
    { option: "mandate", setting: "mandate" },
    { option: "turnover", setting: "mandate.turnover" },
    { option: "a", setting: "limits" },
    { option: "b", setting: "limits" },
  ];
  const rows = settingRows(
    { mandate: { turnover: 0.3, side: 0.4 }, limits: { side: 0.2 } },
    { ...NOWHERE, overlay },
  );
  deepEqual(rows.map(({ by }) => by), ["--turnover", "--mandate", "--a, --b"]);
});

Deno.test("settingRows() say that a key is set and never what it is", () => {
  const secret = "sk-0123456789",
    address = "https://user:sk-0123456789@127.0.0.1/v1?key=sk-0123456789";
  const { providers } = providerSettings({
    providers: [
      { name: "a", kind: "openai", roles: { fast: "m" } },
      { name: "b", kind: "openai", keyVariable: "OTHER", baseUrl: address, roles: { fast: "m" } },
      { name: "c", kind: "compatible", baseUrl: "http://127.0.0.1:1/v1", roles: { fast: "m" } },
      { name: "d", kind: "ollama", baseUrl: "no address", roles: { fast: "m" } },
    ],
  });
  const variables: Record<string, string> = { OPENAI_API_KEY: secret, OPENAI_BASE_URL: address };
  const rows = settingRows({ providers }, {
    ...NOWHERE,
    readVariable: (name) => variables[name],
  });
  ok(!JSON.stringify(rows).includes(secret));
  const found = byName(rows);
  deepEqual(found["providers.a.key"], ["set", "environment", "OPENAI_API_KEY"]);
  deepEqual(found["providers.a.baseUrl"], [
    "https://127.0.0.1/v1",
    "environment",
    "OPENAI_BASE_URL",
  ]);
  deepEqual(found["providers.b.key"], ["not set", "environment", "OTHER"]);
  deepEqual(found["providers.b.baseUrl"], ["https://127.0.0.1/v1", "file", "all.json"]);
  deepEqual(found["providers.c.key"], ["none needed", "default"]);
  deepEqual(found["providers.d.baseUrl"], ["no address", "file", "all.json"]);
  deepEqual(found["providers.a.roles.fast.model"], ["m", "file", "all.json"]);
  const [own] = settingRows({ providers: providers.slice(0, 1) }, { ...NOWHERE, ...NOTHING });
  equal(own.value, "not set");
});
