import { equal, match } from "node:assert/strict";
import { examine } from "../../lib/cli/setup/examine.ts";
import { testOnMachine } from "./fake_machine.ts";

testOnMachine("examine() names a missing Python as the one thing in the way", async (machine) => {
  const findings = await examine({ root: machine.root, env: machine.env });
  const wrong = findings.filter(({ state }) => state === "not ok");
  equal(wrong.length, 1);
  equal(wrong[0].name, "Python");
  match(wrong[0].text, /Install Python 3\.11 or newer/);
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
      (await examine({ root: machine.root, env: { ...machine.env, ...env } }))
        .find(({ name }) => name === "proxy")?.text;
    equal(await of({ HTTP_PROXY: "", https_proxy: "", ALL_PROXY: "" }), undefined);
    const text = await of({ https_proxy: "http://me:hush@proxy.example:3128" }) ?? "";
    match(text, /^HTTPS_PROXY is proxy\.example:3128; .*on this machine never does.*NO_PROXY/);
    equal(text.includes("hush"), false);
    match(await of({ HTTP_PROXY: "http://:x", NO_PROXY: "localhost" }) ?? "", /need one such as/);
  },
);
