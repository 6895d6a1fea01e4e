import { deepEqual, equal, match } from "node:assert/strict";
import { join } from "node:path";
import { examine } from "../../../lib/cli/setup/examine.ts";
import { anyFreePort } from "../../../lib/cli/setup/ports.ts";
import { testOnMachine } from "./fake_machine.ts";

/** A proxy that is not there. */
const nobody = () => ({ HTTPS_PROXY: `http://127.0.0.1:${anyFreePort()}` });

testOnMachine("examine() names a missing Python as the one thing in the way", async (machine) => {
  const { root, env, deno } = machine;
  const findings = await examine({ root, env, deno });
  const wrong = findings.filter(({ state }) => state === "not ok");
  equal(wrong.length, 1);
  equal(wrong[0].name, "Python");
  match(wrong[0].text, /Install Python 3\.11 or newer/);
  // Without a Python there is no pip that could bring one.
  equal(findings.find(({ name }) => name === "uv")?.text, "not on the PATH");
});

testOnMachine("examine() finds nothing in the way of a machine that is set up", async (machine) => {
  await machine.python().setUp();
  const findings = await examine({ root: machine.root, env: machine.env });
  equal(findings.every(({ state }) => state !== "not ok"), true);
  equal(findings.find(({ name }) => name === "set-up")?.state, "ok");
  match(findings.find(({ name }) => name === "browser")?.text ?? "", /the browser test needs one/);
});

testOnMachine(
  "examine() says what goes through a proxy, and shows no password",
  async (machine) => {
    const of = async (env: Readonly<Record<string, string>>) =>
      (await examine({ root: machine.root, env: { ...machine.env, ...env }, deno: machine.deno }))
        .find(({ name }) => name === "proxy")?.text;
    equal(await of({ HTTP_PROXY: "", https_proxy: "", ALL_PROXY: "" }), undefined);
    const text = await of({ https_proxy: "http://me:hush@proxy.example:3128" }) ?? "";
    match(text, /^HTTPS_PROXY is proxy\.example:3128; .*on this machine never does.*NO_PROXY/);
    equal(text.includes("hush"), false);
    match(await of({ HTTP_PROXY: "http://:x", NO_PROXY: "localhost" }) ?? "", /need one such as/);
  },
);

testOnMachine(
  "examine() does not call a machine without Python hindered where uv is",
  async (machine) => {
    const findings = await examine({
      root: machine.root,
      env: machine.uv().env,
      deno: machine.deno,
    });
    const python = findings.find(({ name }) => name === "Python");
    equal(python?.state, "note");
    match(
      python?.text ?? "",
      /^no 3\.11 or newer on the PATH; uv fetches one from github\.com\. Where it cannot, install/,
    );
    equal(/Cannot/.test(python?.text ?? ""), false);
  },
);

testOnMachine("examine() names registries that do not answer", async (machine) => {
  const env = { ...machine.python().env, ...nobody() };
  const findings = await examine({ root: machine.root, env });
  const wrong = findings.filter(({ state }) => state === "not ok");
  deepEqual(wrong.map(({ name }) => name), ["package registries"]);
  match(wrong[0].text, /^npm's \(for TypeScript\) did not answer; check the network or the proxy/);
  equal([...Deno.readDirSync(join(machine.root, ".lab", "state"))].length, 0, "changes nothing");
});

testOnMachine("examine() names a package cache that may not be written", async (machine) => {
  const env = { ...machine.python().env, DENO_DIR: "/proc/1/nowhere", ...nobody() };
  machine.fail({ tool: "pip", text: "ERROR: No matching distribution found\n" });
  const findings = await examine({ root: machine.root, env });
  const cache = findings.find(({ name }) => name === "Deno's cache");
  equal(cache?.state, "not ok");
  const pypi = findings.find(({ text }) => text.startsWith("PyPI (for Python) did not answer"));
  equal(pypi?.state, "not ok");
  match(cache?.text ?? "", /^\/proc\/1\/nowhere may not be written; .* set DENO_DIR to a folder/);
});
