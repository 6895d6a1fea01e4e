import { DataError } from "lab/errors";
import { poll, type Recording } from "lab/committee";
import {
  analystsOf,
  CallError,
  cassetteFetch,
  environmentReader,
  envVariables,
  PROVIDER_KINDS,
  providerOf,
  providerSettings,
  type ProviderSettingsInput,
  roleOptions,
} from "lab/providers";
import { deepEqual, equal, match, ok, throws } from "node:assert/strict";
import { loopbackServer } from "./loopback_server.ts";
import { ASKED_AT, BRIEFS, KEY } from "./questions.ts";

const openai = { name: "openai", kind: "openai", roles: { fast: "gpt-6-luna" } } as const;

Deno.test("analystsOf() makes what the settings list and asks each at its own address", async () => {
  await using server = loopbackServer();
  const settings = providerSettings({
    providers: [
      { ...openai, baseUrlVariable: "MY_URL", keyVariable: "MY_KEY" },
      { name: "claude", kind: "anthropic", baseUrl: server.urls.anthropic, roles: { fast: "c-1" } },
      { name: "google", kind: "google", roles: { fast: "g-1", deep: "g-2" } },
      { name: "grok", kind: "xai", baseUrl: server.urls.xai, roles: { deep: "x-1" } },
      {
        name: "local",
        kind: "compatible",
        baseUrl: server.urls.compatible,
        roles: { fast: { model: "l-1", maxOutputTokens: 500 } },
      },
    ],
    analysts: [
      "rules",
      "openai/fast",
      "claude/fast",
      "google/fast",
      "google/deep",
      "grok/deep",
      "local/fast",
    ],
  });
  const variables: Record<string, string> = {
    MY_URL: server.urls.openai,
    MY_KEY: "key-of-openai",
    ANTHROPIC_API_KEY: "key-of-anthropic",
    GEMINI_API_KEY: "key-of-google",
    GEMINI_BASE_URL: server.urls.google,
    XAI_API_KEY: "key-of-xai",
  };
  const analysts = analystsOf(settings, {
    readVariable: (name) => variables[name],
    researchPast: true,
  });
  equal(server.received.length, 0, "nothing is called by making them");
  const { ballots, failed } = await poll(analysts, BRIEFS.slice(0, 1), { askedAt: ASKED_AT });
  deepEqual(failed, []);
  deepEqual(ballots.map(({ analyst }) => analyst), settings.analysts);
  const heard = (path: string) => server.received.filter((one) => one.path.startsWith(path));
  deepEqual(heard("/openai").map(({ key, model }) => [key, model]), [[
    "key-of-openai",
    "gpt-6-luna",
  ]]);
  deepEqual(heard("/google").map(({ model, hasTools }) => [model, hasTools]).sort(), [
    ["g-1", false],
    ["g-2", false],
    ["g-2", true],
  ]);
  deepEqual(heard("/xai").map(({ hasTools }) => hasTools), [false], "xai does not search");
  equal(heard("/compatible")[0].body.max_tokens, 500);
  equal(heard("/compatible")[0].key, "");
});

Deno.test("a missing key says where to put it, and that the lab works without", () => {
  const settings = providerSettings({ providers: [openai], analysts: ["openai/fast"] });
  throws(() => analystsOf(settings, { readVariable: () => undefined }), (error) => {
    ok(error instanceof CallError && error.fault === "missing key");
    match(error.message, /OPENAI_API_KEY.*\.env beside deno\.json, which git ignores/);
    match(error.message, /works without one: the analysts "rules" and "replay" need none/);
    return true;
  });
  // A provider that nobody asks needs no key.
  const unused = providerSettings({ providers: [openai] });
  equal(analystsOf(unused, { readVariable: () => undefined }).length, 1);
  const taped = { readVariable: () => undefined, withoutKeys: true, fetch: cassetteFetch().fetch };
  equal(analystsOf(settings, taped).length, 1);
});

Deno.test("a retired model's error names the setting to change", async () => {
  await using server = loopbackServer({ fault: () => "404 model" });
  for (const kind of ["openai", "anthropic", "google", "xai", "compatible"] as const) {
    const { providers } = providerSettings({
      providers: [{
        name: "mine",
        kind,
        baseUrl: server.urls[kind],
        keyVariable: "K",
        roles: { fast: "old", deep: "new" },
      }],
    });
    const provider = providerOf(providers[0], { readVariable: () => KEY });
    const error = await provider.call({
      model: "old",
      stage: "ballot",
      system: "s",
      user: "u",
      maxOutputTokens: 1,
      signal: new AbortController().signal,
    }).then(() => undefined, (error) => error);
    ok(error instanceof CallError && error.fault === "unknown model", String(error));
    match(error.message, /Change roles\.fast of the provider mine in the provider settings/);
    equal(error.canRetry, false);
  }
});

Deno.test("providerSettings() names every fault and shows no value that may be a key", () => {
  const refused = (input: unknown, pattern: RegExp) =>
    throws(() => providerSettings(input as ProviderSettingsInput, "providers.json"), (error) => {
      ok(error instanceof DataError);
      match(error.message, pattern);
      ok(!Deno.inspect(error, { depth: 20 }).includes("sk-hush"));
      return true;
    });
  const one = (more: Record<string, unknown>) => ({ providers: [{ ...openai, ...more }] });
  refused(
    one({ key: "sk-hush-hush-hush-hush" }),
    /Unrecognized key: "key" \(did you mean "keyVariable"\?\); the fields are name, kind, /,
  );
  refused(
    one({ keyVariable: "sk-hush-hush-hush-hush" }),
    /providers\.0\.keyVariable: need the name/,
  );
  refused(one({ kind: "other" }), /providers\.0\.kind/);
  refused(one({ roles: {} }), /need a model for fast, deep or both/);
  refused(one({ roles: { quick: "m" } }), /quick/);
  refused({ providers: [openai, openai] }, /name of its own, got "openai" twice/);
  refused(
    { providers: [{ name: "x", kind: "xai", roles: { deep: { model: "m", research: true } } }] },
    /roles\.deep\.research: the kind xai cannot search/,
  );
  refused({
    providers: [{
      name: "g",
      kind: "google",
      roles: { deep: { model: "m", research: { background: true } } },
    }],
  }, /the kind google keeps no answers/);
  throws(
    () => analystsOf(providerSettings({ analysts: ["openai/fast"] })),
    /need one of rules; a model's provider stands in the settings \(--settings FILE\)$/,
  );
});

Deno.test("roleOptions() researches for deep where the provider can", () => {
  const settings = providerSettings({
    providers: [
      { name: "o", kind: "openai", roles: { fast: "a", deep: "b" } },
      { name: "x", kind: "xai", roles: { deep: "c" } },
      { name: "n", kind: "openai", roles: { deep: { model: "d", research: false } } },
      {
        name: "g",
        kind: "google",
        roles: { deep: { model: "e", research: { maxSearches: 2, deadlineMinutes: 1 } } },
      },
    ],
  });
  const [o, x, n, g] = settings.providers;
  equal(roleOptions(settings, o, "fast")?.research, undefined);
  deepEqual(roleOptions(settings, o, "deep")?.research, { background: true });
  equal(roleOptions(settings, x, "deep")?.research, undefined);
  equal(roleOptions(settings, x, "fast"), undefined);
  equal(roleOptions(settings, n, "deep")?.research, undefined);
  deepEqual(roleOptions(settings, g, "deep")?.research, {
    background: false,
    maxSearches: 2,
    maxOutputTokens: 30_000,
    deadlineMs: 60_000,
  });
});

Deno.test("the example settings file is valid", async () => {
  const path = new URL("../../data/providers.example.json", import.meta.url);
  const settings = providerSettings(JSON.parse(await Deno.readTextFile(path)));
  deepEqual(settings.providers.map(({ kind }) => kind), PROVIDER_KINDS);
});

Deno.test("analystsOf() refuses a provider that a recording of its name would hide", () => {
  const recordings = { fast: { format: "x" } as unknown as Recording };
  const settings = (name: string) =>
    providerSettings({ providers: [{ ...openai, name }], analysts: ["replay/fast"] });
  throws(
    () => analystsOf(settings("replay"), { recordings, withoutKeys: true }),
    /Cannot make the analyst "replay\/fast": need one of that name, got a recording and a provider/,
  );
  // Without the recording, the name is as good as any.
  equal(
    analystsOf(settings("replay"), { withoutKeys: true })[0].name,
    "replay/fast",
  );
});

Deno.test("envVariables() reads names, quotes, comments and skips the rest", () => {
  const text = [
    "\ufeffA=1",
    "export B = two words # a note",
    `C="with # inside" # note`,
    "D='single'",
    "# E=commented",
    "F=",
    "not a line",
    "G=a=b\r",
    "$(rm)=x",
    `H="over\ntwo lines"`,
    "I=$A and ${B}",
    "1J=x",
  ].join("\n");
  deepEqual(Object.fromEntries(envVariables(text)), {
    A: "1",
    B: "two words",
    C: "with # inside",
    D: "single",
    F: "",
    G: "a=b",
    H: "over\ntwo lines",
    I: "$A and ${B}",
  });
});

Deno.test("environmentReader() takes the environment first, then the file, which may be missing", async () => {
  const file = await Deno.makeTempFile();
  try {
    await Deno.writeTextFile(file, "LAB_TEST_A=file\nLAB_TEST_B=file\nLAB_TEST_C=\n");
    Deno.env.set("LAB_TEST_A", "environment");
    const read = environmentReader(file);
    deepEqual(["A", "B", "C", "D"].map((one) => read(`LAB_TEST_${one}`)), [
      "environment",
      "file",
      undefined,
      undefined,
    ]);
    equal(Deno.env.get("LAB_TEST_B"), undefined, "the file's values stay out of the environment");
  } finally {
    Deno.env.delete("LAB_TEST_A");
    await Deno.remove(file);
  }
  equal(environmentReader(`${file}.gone`)("LAB_TEST_B"), undefined);
});
