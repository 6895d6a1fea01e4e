import { equal, match, ok } from "node:assert/strict";
import { join } from "node:path";

const CLONE = new URL("../../../", import.meta.url).pathname;

Deno.test("set-up imports built-in modules and its own files only, and no package by way of these", async () => {
  const cli = join(CLONE, "lib", "cli");
  const files = ["lab.ts", "test.ts", "doctor.ts", "kernel.ts", "save_lessons.ts", "own_deno.ts"]
    .map((name) => join(cli, name));
  for (const folder of ["setup", "testing"]) {
    for await (const { name } of Deno.readDir(join(cli, folder))) {
      files.push(join(cli, folder, name));
    }
  }
  // What else is needed before any package is there; each is looked at below, with all it imports.
  const shared = [
    ...["console.ts", "write_files.ts", "../live/panel_bundles.ts"],
    ...["../errors.ts", "../outside_text.ts", "../proxy_variables.ts"],
    ...["command", "help_text", "option", "read_options", "readers", "usage_error"]
      .map((name) => `options/${name}.ts`),
  ].map((name) => join(cli, name));
  files.push(...shared);
  ok(files.length > 20);
  const seen = new Set(files);
  for (const file of seen) {
    const text = await Deno.readTextFile(file), isOwn = files.includes(file);
    for (const [, from] of text.matchAll(/^(?:import|export)\b[^;]*?from "([^"]+)"/gm)) {
      if (from.startsWith("node:")) continue;
      match(from, /^\.\.?\//, `${file} imports ${from}, which is a package`);
      const target = join(file, "..", from);
      if (isOwn && !shared.includes(file)) {
        ok(
          /^(?:\.\/|\.\.\/setup\/)/.test(from) || shared.includes(target),
          `${file} imports ${from}`,
        );
      }
      seen.add(target);
    }
  }
});

Deno.test("every task runs on the lab's own Deno, or starts without the configuration", async () => {
  const { tasks } = JSON.parse(await Deno.readTextFile(join(CLONE, "deno.json")));
  const own = '"$(deno run -A --no-config lib/cli/own_deno.ts)" run -A ';
  for (const [name, { command }] of Object.entries<{ command: string }>(tasks)) {
    const sets = command.match(/^deno run -A --no-config (lib\/cli\/\w+\.ts)/)?.[1];
    if (sets === undefined) ok(command.startsWith(own), `${name}: ${command}`);
    // The doctor changes nothing: it names the version in its first row.
    else if (name !== "doctor") {
      match(await Deno.readTextFile(join(CLONE, sets)), /handOver\(lab, /);
    }
  }
});

Deno.test("every Python package is pinned with its hashes, and no host is named", async () => {
  const read = (name: string) => Deno.readTextFile(join(CLONE, ".lab", name));
  const text = await read("requirements.txt") + await read("uv.txt");
  const entries = text.replaceAll("\\\n", "").split("\n").filter((line) => /^[a-z]/.test(line));
  ok(entries.length > 50);
  for (const entry of entries) match(entry, /^[a-z0-9-]+==\S+.*--hash=sha256:[0-9a-f]{64}/);
  match(text, /^jupyterlab==4\.6\.6 /m);
  match(text, /^deno==2\.8\.1 /m);
  match(text, /^uv==\S+ /m);
  equal(/https?:|--(?:extra-)?index|--find-links/.test(text), false);
});
