/** The small parts of the set-up, for all three operating systems. */
import { deepEqual, equal, match, ok, rejects, throws } from "node:assert/strict";
import { join } from "node:path";
import { browserRemedy, findBrowser } from "../../lib/cli/setup/find_browser.ts";
import { findPython } from "../../lib/cli/setup/find_python.ts";
import { labEnvironment } from "../../lib/cli/setup/environment.ts";
import { labPaths } from "../../lib/cli/setup/paths.ts";
import { labPort } from "../../lib/cli/setup/ports.ts";
import { labSettings } from "../../lib/cli/setup/lab_settings.ts";
import { browserCommand } from "../../lib/cli/setup/open_browser.ts";
import { figureCount, lessons } from "../../lib/cli/setup/lessons.ts";
import { userKernelFolder } from "../../lib/cli/setup/user_kernel.ts";
import { testOnMachine } from "./fake_machine.ts";

const CLONE = new URL("../../", import.meta.url).pathname;

Deno.test("labPaths() knows the venv's folders of Windows and of the others", () => {
  match(labPaths("C:\\lab", "windows").python, /Scripts.python\.exe$/);
  match(labPaths("C:\\lab", "windows").deno, /Scripts.deno\.exe$/);
  match(labPaths("/lab", "darwin").python, /bin.python$/);
});

Deno.test("labEnvironment() keeps Jupyter inside the clone and a foreign Python out", () => {
  const paths = labPaths("/lab", "linux");
  const env = labEnvironment(paths, {
    PATH: "/bin",
    PYTHONPATH: "/elsewhere",
    JUPYTER_PATH: "/elsewhere",
    JUPYTER_CONFIG_DIR: "/elsewhere",
  });
  equal(env.PATH, "/bin");
  equal(env.PYTHONPATH, undefined);
  equal(env.JUPYTER_PATH, undefined);
  const folders = Object.entries(env).filter(([name]) => /^JUPYTER.*_DIR$|^IPYTHONDIR$/.test(name));
  ok(folders.length >= 6);
  for (const [name, folder] of folders) ok(folder.startsWith(paths.state), `${name}=${folder}`);
});

testOnMachine("findPython() tries the launcher of Windows", async (machine) => {
  machine.python("py.exe", { version: [3, 13] });
  deepEqual((await findPython(machine.env, { os: "windows" })).version, [3, 13]);
  await rejects(findPython(machine.env, { os: "linux" }), /no Python was found/);
});

testOnMachine("findPython() names the remedy of each operating system", async (machine) => {
  await rejects(
    findPython(machine.env, { os: "windows" }),
    /python\.org and tick “Add python\.exe/,
  );
  await rejects(findPython(machine.env, { os: "darwin" }), /brew install python@3\.13/);
  await rejects(findPython(machine.env, { os: "linux" }), /sudo apt install python3 python3-venv/);
});

testOnMachine("findPython() takes a version it knows before a newer one", async (machine) => {
  machine.python("python3", { version: [3, 15] });
  deepEqual((await findPython(machine.env)).version, [3, 15]);
  machine.python("python3.12", { version: [3, 12] });
  deepEqual((await findPython(machine.env)).version, [3, 12]);
});

Deno.test("labPort() takes the next free port when the first is in use", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr as Deno.NetAddr;
  const found = await labPort(undefined, {}, port);
  ok(found > port && found < port + 50);
  listener.close();
});

Deno.test("labPort() refuses a port that was asked for and is in use", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr as Deno.NetAddr;
  await rejects(
    labPort(port, Deno.env.toObject()),
    new RegExp(
      `^SetupError: Cannot open the lab on port ${port}: .+ uses it\\. Stop .+ free one\\.$`,
    ),
  );
  listener.close();
  equal(await labPort(port, {}), port);
});

Deno.test("labSettings() reads the arguments of the lab", () => {
  deepEqual(labSettings([]), { check: false, browser: true });
  deepEqual(labSettings(["--check"]), { check: true, browser: true });
  deepEqual(labSettings(["--no-browser", "--port", "9000"]), {
    check: false,
    browser: false,
    port: 9000,
  });
  equal(labSettings(["--port=9000"]).port, 9000);
  match(labSettings(["--help"]).help ?? "", /--no-browser/);
});

Deno.test("labSettings() refuses what it does not know, and ports that are none", () => {
  throws(
    () => labSettings(["--chekc"]),
    /^SetupError: Unknown option --chekc; did you mean --check\?/,
  );
  for (const port of ["", "80", "65536", "abc", "9000.5"]) {
    throws(
      () => labSettings(["--port", port]),
      /^SetupError: Cannot read --port: need a whole number from 1,024 to 65,535, got /,
    );
  }
  throws(() => labSettings(["--port"]), /Cannot read --port: need a value, as --port N/);
});

Deno.test("browserCommand() opens a browser only where there is a desktop", () => {
  const url = "http://127.0.0.1:8888/lab?token=a";
  deepEqual(browserCommand(url, {}, "darwin"), ["open", url]);
  equal(browserCommand(url, {}, "windows")?.at(-1), url);
  equal(browserCommand(url, {}, "linux"), undefined);
  equal(browserCommand(url, { CI: "true" }, "darwin"), undefined);
  equal(browserCommand(url, { SSH_CONNECTION: "a" }, "darwin"), undefined);
});

testOnMachine("findBrowser() takes LAB_BROWSER, then the PATH", async (machine) => {
  equal(findBrowser(machine.env, "linux"), undefined);
  machine.python("chromium");
  equal(findBrowser(machine.env, "linux"), join(machine.bin, "chromium"));
  machine.python("mine");
  const mine = join(machine.bin, "mine");
  equal(findBrowser({ ...machine.env, LAB_BROWSER: mine }, "linux"), mine);
  for (const os of ["linux", "darwin", "windows"]) match(browserRemedy(os), /install/);
  await Promise.resolve();
});

Deno.test("userKernelFolder() follows Jupyter's rule on each operating system", () => {
  const end = join("kernels", "sector-committee-lab");
  const home = { HOME: "/home/a" };
  equal(userKernelFolder(home, "linux"), join("/home/a/.local/share/jupyter", end));
  equal(userKernelFolder(home, "darwin"), join("/home/a/Library/Jupyter", end));
  equal(userKernelFolder({ APPDATA: "/roaming" }, "windows"), join("/roaming/jupyter", end));
  equal(userKernelFolder({ ...home, JUPYTER_DATA_DIR: "/j" }, "linux"), join("/j", end));
  equal(userKernelFolder({ ...home, XDG_DATA_HOME: "/x" }, "linux"), join("/x/jupyter", end));
});

Deno.test("figureCount() counts charts and pictures, not tables", () => {
  const html = (text: string) => [{ output_type: "display_data", data: { "text/html": text } }];
  equal(figureCount([html("<figure><svg></svg></figure>")]), 1);
  equal(figureCount([html("<div><figure></figure><figure></figure></div>")]), 2);
  equal(figureCount([html("<div><svg></svg></div>")]), 1);
  equal(figureCount([html("<table></table>"), []]), 0);
  equal(figureCount([[{ output_type: "display_data", data: { "image/png": "…" } }]]), 1);
});

Deno.test("lessons() lists notebooks, then scripts, by name", async () => {
  const root = await Deno.makeTempDir();
  deepEqual(await lessons(root), []);
  await Deno.mkdir(join(root, "notebooks", "examples"), { recursive: true });
  for (const name of ["01_b.ipynb", "00_a.ipynb", "notes.md", "examples/quickstart.ts"]) {
    await Deno.writeTextFile(join(root, "notebooks", name), "");
  }
  deepEqual((await lessons(root)).map(({ name, kind }) => [name, kind]), [
    ["00_a", "notebook"],
    ["01_b", "notebook"],
    ["quickstart", "script"],
  ]);
  await Deno.remove(root, { recursive: true });
});

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
