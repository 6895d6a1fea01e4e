/** The example that asks a model: as it stands, and with its one line changed. */
import { equal, match, ok } from "node:assert/strict";
import { join } from "node:path";
import { loopbackServer } from "../providers/loopback_server.ts";

const ROOT = new URL("../../", import.meta.url);
const KEY = "planted-Secret.0123456789-for/tests+only";

async function run(path: string, env: Readonly<Record<string, string>> = {}): Promise<string> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", "--config", new URL("deno.json", ROOT).pathname, path],
    env,
  }).output();
  const text = new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
  equal(code, 0, text);
  return text;
}

const path = new URL("notebooks/examples/model_book.ts", ROOT).pathname;

Deno.test("model_book.ts plays the bundled recording without a key, to orders", async () => {
  const text = await run(path, { OPENAI_API_KEY: "" });
  match(text, /^55 ballots of replay\/recorded; 0 failed\.$/m);
  match(text, /^XLK +\d\.\d\d$/m);
  match(text, /^The book uses .* gross inside all limits\./m);
  match(text, /^(?:buy|sell) \d+ [A-Z]+$/m);
  equal(await run(path), text);
});

Deno.test("model_book.ts asks a model with one line changed, and books what it costs", async () => {
  await using server = loopbackServer();
  const folder = await Deno.makeTempDir();
  try {
    const text = await Deno.readTextFile(path), line = /^const asked = .*$/m;
    ok(line.test(text));
    const changed = text.replace(line, 'const asked = "openai/fast";')
      // Where the copy lies there are no data, and no test books in the reader's own ledger.
      .replace('"../../data/", import.meta.url', JSON.stringify(new URL("data/", ROOT).href))
      .replace("ledgerPlace()", `ledgerPlace(${JSON.stringify(folder)})`);
    const copy = join(folder, "model_book.ts");
    await Deno.writeTextFile(copy, changed);
    const said = await run(copy, { OPENAI_API_KEY: KEY, OPENAI_BASE_URL: server.urls.openai });
    match(said, /^11 ballots of openai\/fast; 0 failed\.$/m);
    match(said, /^The book /m);
    ok(!said.includes(KEY));
    equal(server.bill.length, 11);
    ok((await Deno.stat(join(folder, "calls.sqlite"))).isFile);
    // Asked and paid once: the answers are kept.
    await run(copy, { OPENAI_API_KEY: KEY, OPENAI_BASE_URL: server.urls.openai });
    equal(server.bill.length, 11);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
