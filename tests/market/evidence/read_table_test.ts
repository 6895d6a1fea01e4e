import { equal, match, ok, rejects } from "node:assert/strict";
import { join } from "node:path";
import { readTable } from "../../../lib/market/evidence/read_table.ts";
import { evidenceFolder } from "../../../lib/market/evidence/evidence_folder.ts";
import { evidenceHash } from "lab/market";
import { csv, inFolder } from "./in_folder.ts";

const headlines = (...rows: readonly string[]) =>
  csv("sector,available_at,text", ...rows.map((text) => `XLK,2024-05-03 10:00,${text}`));

Deno.test("a table has a largest count of rows, and says what to do about it", () =>
  inFolder({ "headlines.csv": headlines("a", "b", "c") }, async (folder) => {
    const path = join(folder, "headlines.csv");
    equal((await readTable(path, "headlines", { mostRows: 3 })).data.length, 3);
    await rejects(
      readTable(path, "headlines", { mostRows: 2 }),
      /headlines\.csv: it has more than 2 rows that count, .* the newest 60 headlines/,
    );
  }));

/** Two texts that share one word of eight digits, found by trying. */
const ALIKE = ["76mmiq rises", "2391dx rises"] as const;

Deno.test("addresses tell headlines of one minute apart, and stay as they are when a file grows", () =>
  inFolder({ "headlines.csv": headlines("a", "b", ...ALIKE) }, async (folder) => {
    const path = join(folder, "headlines.csv");
    const before = (await readTable(path, "headlines")).data.map(({ address }) => address);
    equal(new Set(before).size, 4);
    ok(before.every((address) => /^lab:headlines\/XLK\/2024-05-03T10:00\/\S+$/.test(address)));
    await Deno.writeTextFile(path, headlines("a", "b", ...ALIKE, "z"));
    const after = (await readTable(path, "headlines")).data.map(({ address }) => address);
    equal(after.slice(0, 4).join(), before.join());
  }));

Deno.test("evidence.json says when files were fetched, for all or for one, or is refused where it is no JSON", () =>
  inFolder({ "headlines.csv": headlines("a"), "evidence.json": "{" }, async (folder) => {
    const told = async (text: string) => {
      await Deno.writeTextFile(join(folder, "evidence.json"), text);
      return (await evidenceFolder(folder)).tables[0].fetchedAt;
    };
    await rejects(evidenceFolder(folder), /Cannot read evidence\.json: it is no JSON/);
    equal(await told('{"fetchedAt":"2024-05-03T14:00:00Z"}'), "2024-05-03T10:01");
    equal(
      await told(
        '{"fetchedAt":"2024-05-03T14:00:00Z","files":{"headlines.csv":{"fetchedAt":"2024-05-02T14:00:00Z"}}}',
      ),
      "2024-05-02T10:01",
    );
    for (const text of ["{}", "[]", "null", '{"fetchedAt":5}']) {
      match((await told(text))!, /^20\d\d-/);
    }
  }));

Deno.test("a folder of evidence is known by the bytes of its tables alone", () =>
  inFolder({ "headlines.csv": headlines("a") }, async (folder) => {
    const before = await evidenceHash(folder);
    await Deno.writeTextFile(join(folder, "notes.txt"), "x");
    equal(await evidenceHash(folder), before);
    await Deno.writeTextFile(join(folder, "headlines.csv"), headlines("b"));
    ok(await evidenceHash(folder) !== before);
  }));
