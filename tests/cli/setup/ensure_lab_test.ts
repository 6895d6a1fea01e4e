import { deepEqual, equal, match, ok } from "node:assert/strict";
import { join } from "node:path";
import { isSetUp } from "../../../lib/cli/setup/ensure_lab.ts";
import { labPaths } from "../../../lib/cli/setup/paths.ts";
import { type Failure, testOnMachine } from "./fake_machine.ts";

testOnMachine("ensureLab() sets up once, with the kernel spec in the venv", async (machine) => {
  const lab = await machine.python().setUp();
  equal(lab.made, true);
  match(machine.written, /Setting up the lab \(once/);
  match(machine.written, /Python 3\.12 environment in \.venv … \d+\.\d s\n/);
  match(machine.written, /uv \(by pip\) … \d+\.\d s\n/);
  match(machine.written, /JupyterLab and Deno 2\.8\.1 \(by uv\) … \d+\.\d s\n/);
  const spec = join(lab.paths.venv, "share", "jupyter", "kernels", "deno", "kernel.json");
  deepEqual(JSON.parse(await Deno.readTextFile(spec)), {
    argv: [lab.paths.python, "-I", lab.paths.launcher, lab.paths.deno, "{connection_file}"],
    display_name: "Deno",
    language: "typescript",
    interrupt_mode: "signal",
  });
  const server = join(lab.paths.venv, "etc", "jupyter", "jupyter_server_config.json");
  const settings = JSON.parse(await Deno.readTextFile(server));
  deepEqual(settings.KernelSpecManager, {
    allowed_kernelspecs: ["deno"],
    ensure_native_kernel: false,
  });

  const calls = machine.calls().length;
  equal((await machine.setUp()).made, false);
  equal(machine.written, "");
  equal(machine.calls().length, calls);
});

testOnMachine(
  "ensureLab() names a missing Python, and goes on once it is there",
  async (machine) => {
    match(
      await machine.refusal(),
      /^Cannot set up the lab: no Python was found on the PATH\. Install Python 3\.11 or newer .*or uv, then run the same command again\.$/,
    );
    equal((await machine.python().setUp()).made, true);
  },
);

testOnMachine("ensureLab() names a Python that is too old", async (machine) => {
  machine.python("python3", { version: [3, 9] }).python("python", { version: [2, 7] });
  match(
    await machine.refusal(),
    /^Cannot set up the lab: it needs Python 3\.11 or newer, and the newest one found is 3\.9 \(python3\)\. Install /,
  );
  equal((await machine.python("python3.13", { version: [3, 13] }).setUp()).made, true);
});

testOnMachine("ensureLab() names a Python without venv and pip", async (machine) => {
  machine.python("python3", { version: [3, 11], missing: ["venv", "ensurepip"] });
  const refusal = await machine.refusal();
  match(
    refusal,
    /^Cannot set up the lab: python3 is Python 3\.11, but its venv and ensurepip modules are missing\./,
  );
  if (Deno.build.os === "linux") match(refusal, /sudo apt install python3\.11-venv/);
  match(refusal, /then run the same command again\.$/);
  equal((await machine.python().setUp()).made, true);
});

testOnMachine("ensureLab() passes over a shim without a Python behind it", async (machine) => {
  machine.python("python3", { broken: 127 }).python("python3.12", { version: [3, 12] });
  equal((await machine.setUp()).made, true);
});

/** What the tools really write, and the sentence that it becomes. */
const FAILURES: readonly (Failure & { readonly about: string; readonly sentence: RegExp })[] = [
  {
    about: "no network, by pip",
    tool: "pip",
    text: "WARNING: Retrying (Retry(total=0)) after connection broken by 'NewConnectionError: " +
      "Failed to establish a new connection: [Errno -3] Temporary failure in name resolution'\n" +
      "ERROR: No matching distribution found for anyio==4.16.0\n",
    sentence: /^Cannot install JupyterLab: the package registries cannot be reached\. Check the /,
  },
  {
    about: "no network, by Deno",
    tool: "install",
    text: "error: Failed caching npm package 'zod@4.6.7'\n\nCaused by:\n    0: error sending " +
      "request for url: client error (Connect): dns error: failed to lookup address information\n",
    sentence:
      /^Cannot fetch the npm packages: the package registries cannot be reached\. Check the /,
  },
  {
    about: "a full disk, by pip",
    tool: "pip",
    text:
      "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device\n",
    sentence: /^Cannot install JupyterLab: the disk is full\. Free about one gigabyte, then run /,
  },
  {
    about: "a full disk, by venv",
    tool: "venv",
    text: "Error: [Errno 28] No space left on device: '/clone/.venv/bin/python'\n",
    sentence: /^Cannot make the Python environment in \.venv: the disk is full\. /,
  },
  {
    about: "a read-only clone",
    tool: "venv",
    text: "Error: [Errno 30] Read-only file system: '/clone/.venv'\n",
    sentence:
      /^Cannot make the Python environment in \.venv: a file or folder may not be written\./,
  },
  {
    about: "a tampered package",
    tool: "pip",
    text: "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.\n",
    sentence: /^Cannot install JupyterLab: a downloaded package is not the one the lab was tested /,
  },
  {
    about: "an edited deno.json",
    tool: "install",
    text: "error: The lockfile is out of date. Run `deno install --frozen=false`.\n",
    sentence: /^Cannot fetch the npm packages: deno\.lock does not fit deno\.json\. Restore both /,
  },
  {
    about: "something unforeseen",
    tool: "pip",
    text: "ERROR: Exception: something unforeseen\n",
    sentence: /^Cannot install JupyterLab\. The tool's last lines stand below; deno task doctor /,
  },
];

for (const { about, sentence, ...failure } of FAILURES) {
  testOnMachine(
    `ensureLab() says what to do about ${about}; a second try succeeds`,
    async (machine) => {
      machine.python();
      // Without uv pip does it all, and its reason is the one that counts.
      const failures = failure.tool === "pip"
        ? [failure, { ...failure, tool: "uv" } as const]
        : [failure];
      const refusal = await machine.fail(...failures).refusal();
      match(refusal, sentence);
      equal(await isSetUp(labPaths(machine.root)), false);
      const lab = await machine.fail().setUp();
      equal(lab.made, true);
      // A venv that failed at once left nothing behind to begin again.
      if (failure.tool !== "venv") match(machine.written, /An earlier set-up was not finished/);
      equal(await isSetUp(lab.paths), true);
    },
  );
}

testOnMachine("ensureLab() says so when the clone may not be written", async (machine) => {
  machine.python();
  if (Deno.uid() === 0) {
    // Root may write anywhere; a link to a file system that takes no folders stands for the rest.
    await Deno.symlink("/proc/self/nowhere", join(machine.root, ".lab", "state"));
  } else {
    await Deno.chmod(join(machine.root, ".lab"), 0o555);
  }
  match(await machine.refusal(), /^Cannot write to .*\.lab.state/);
  if (Deno.uid() === 0) await Deno.remove(join(machine.root, ".lab", "state"));
  else await Deno.chmod(join(machine.root, ".lab"), 0o755);
  equal((await machine.setUp()).made, true);
});

testOnMachine("ensureLab() makes a half-finished venv again", async (machine) => {
  const { paths } = await machine.python().setUp();
  await Deno.remove(paths.marker);
  await Deno.writeTextFile(join(paths.venv, "left-over"), "");
  equal((await machine.setUp()).made, true);
  match(machine.written, /An earlier set-up was not finished/);
  equal(await Deno.stat(join(paths.venv, "left-over")).then(() => true, () => false), false);
});

testOnMachine(
  "ensureLab() makes the venv again when its Python or Deno has gone",
  async (machine) => {
    const { paths } = await machine.python().setUp();
    for (const program of [paths.python, paths.deno]) {
      await Deno.remove(program);
      equal((await machine.setUp()).made, true);
      ok((await Deno.stat(program)).isFile);
    }
  },
);

testOnMachine("ensureLab() makes the venv again when the requirements changed", async (machine) => {
  const { paths } = await machine.python().setUp();
  await Deno.writeTextFile(paths.requirements, "jupyterlab==4.6.7\n");
  const before = machine.calls().filter((call) => call === "uv").length;
  equal((await machine.setUp()).made, true);
  equal(machine.calls().filter((call) => call === "uv").length, before + 1);
});

testOnMachine("ensureLab() only fetches packages when the lock changed", async (machine) => {
  await machine.python().setUp();
  await Deno.writeTextFile(join(machine.root, "deno.lock"), '{ "version": "5" }\n');
  equal((await machine.setUp()).made, true);
  match(machine.written, /out of date/);
  deepEqual(machine.calls(), ["venv", "get-uv", "uv", "install", "install"]);
});

testOnMachine("ensureLab() uses uv where it is on the PATH", async (machine) => {
  await machine.python("python3", { missing: ["ensurepip"] }).uv().setUp();
  match(machine.written, /\(by uv\)/);
  deepEqual(machine.calls(), ["venv", "uv", "install"]);
});

testOnMachine("ensureLab() lets uv fetch a Python where there is none", async (machine) => {
  await machine.uv().setUp();
  match(machine.written, /Python 3\.13 \(fetched by uv\) environment/);
});

testOnMachine("ensureLab() names the remedy where uv cannot fetch a Python", async (machine) => {
  const text = "error: Failed to download https://example.org/python: client error (Connect)\n";
  match(
    await machine.uv().fail({ tool: "venv", text }).refusal(),
    /^Cannot make the Python environment in \.venv: there is no Python on the PATH, and uv could not fetch one \(it asks github\.com\)\. To go on, install Python 3\.11 or newer .* then run the same command again\.$/,
  );
  machine.fail({ tool: "venv", text: "error: No space left on device (os error 28)\n" });
  match(await machine.refusal(), /the disk is full\./);
  equal((await machine.fail().setUp()).made, true);
});

testOnMachine("ensureLab() passes over a uv that does not start", async (machine) => {
  await machine.python().uv({ broken: 1 }).setUp();
  deepEqual(machine.calls(), ["venv", "get-uv", "uv", "install"]);
});

for (const tool of ["get-uv", "uv"] as const) {
  testOnMachine(`ensureLab() lets pip do it all where ${tool} fails`, async (machine) => {
    await machine.python().fail({ tool, text: "error: no route to the index\n" }).setUp();
    match(machine.written, /\(by pip, which takes longer\)/);
    deepEqual(machine.calls().slice(-2), ["pip", "install"]);
  });
}

for (const oldPip of ["no such option: --python", "/usr/bin/python3: No module named pip"]) {
  testOnMachine(
    `ensureLab() makes a pip in the venv where it hears "${oldPip}"`,
    async (machine) => {
      await machine.python("python3", { oldPip }).setUp();
      deepEqual(machine.calls(), ["venv", "ensurepip", "get-uv", "uv", "install"]);
    },
  );
}

testOnMachine("two set-ups at the same time make the venv once", async (machine) => {
  machine.python().slow(0.3);
  const [first, second] = await Promise.all([machine.setUp(), machine.setUp()]);
  deepEqual([first.made, second.made].sort(), [false, true]);
  deepEqual(machine.calls(), ["venv", "get-uv", "uv", "install"]);
});

testOnMachine("a set-up that is interrupted ends with 130 and is made again", async (machine) => {
  machine.python().slow(4);
  const script = new URL("./set_up_process.ts", import.meta.url).pathname;
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", script, machine.root],
    env: { ...machine.env, DENO_DIR: machine.root },
    clearEnv: true,
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  while (!machine.calls().includes("uv")) await new Promise((r) => setTimeout(r, 20));
  child.kill("SIGINT");
  const { code, stderr } = await child.output();
  equal(code, 130);
  match(new TextDecoder().decode(stderr), /Stopped\. Nothing half-finished will be used/);
  equal(await isSetUp(labPaths(machine.root)), false);
  equal((await machine.slow(0).setUp()).made, true);
});
