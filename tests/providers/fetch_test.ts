import { proxyVariable } from "../../lib/providers/fetch.ts";
import { compatibleProvider, isLoopback } from "lab/providers";
import { deepEqual, equal, match, rejects, throws } from "node:assert/strict";
import { loopbackServer } from "./loopback_server.ts";
import { ballotCall } from "./questions.ts";

Deno.test("singleFetch() asks a server on this machine itself, whatever proxy the environment names", async () => {
  const caught: string[] = [];
  const proxy = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen: () => {} },
    ({ url }) => {
      caught.push(url);
      return new Response("{}");
    },
  );
  await using server = loopbackServer();
  const through = `http://127.0.0.1:${proxy.addr.port}`;
  const { port } = new URL(server.urls.compatible);
  const ask = async (host: string, env: Readonly<Record<string, string>>) => {
    const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-check"].concat([
        ...["--config", new URL("../../deno.json", import.meta.url).pathname],
        new URL("./ask_process.ts", import.meta.url).pathname,
        `http://${host}:${port}/compatible/v1`,
      ]),
      // Deno itself asks for updates, which a proxy may carry.
      env: { NO_PROXY: "", no_proxy: "", DENO_NO_UPDATE_CHECK: "1", ...env },
    }).output();
    match(new TextDecoder().decode(stdout), /complete/, new TextDecoder().decode(stderr));
  };
  await ask("127.0.0.1", { HTTP_PROXY: through, HTTPS_PROXY: through });
  await ask("localhost", { http_proxy: through, all_proxy: through, ALL_PROXY: through });
  await ask("0.0.0.0", { HTTP_PROXY: through });
  equal(server.received.length, 3);
  equal(caught.length, 0, caught.join());
  await proxy.shutdown();
});

Deno.test("isLoopback() knows this machine by all its names, and no other", () => {
  const own = [
    "localhost.",
    "a.localhost",
    "127.1",
    "0.0.0.0",
    "[::]",
    "[::1]",
    "[::ffff:127.0.0.1]",
  ];
  const others = ["localhost.example", "10.0.0.1", "[::ffff:10.0.0.1]", "127.example", "[fe80::1]"];
  deepEqual(own.filter((host) => !isLoopback(`http://${host}:8080/v1`)), []);
  deepEqual(others.filter((host) => isLoopback(`http://${host}:8080/v1`)), []);
});

Deno.test("a proxy that fails is named by its variable, without its password, and no host for it", async () => {
  const names = ["HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY"].flatMap((name) => [
    name,
    name.toLowerCase(),
  ]);
  const before = names.map((name) => [name, Deno.env.get(name)] as const);
  const url = "https://models.invalid/v1";
  try {
    for (const name of names) Deno.env.delete(name);
    equal(proxyVariable(url), undefined);
    Deno.env.set("https_proxy", "http://user:secret@127.0.0.1:1");
    equal(proxyVariable(url), "HTTPS_PROXY");
    equal(proxyVariable("http://models.invalid/v1"), undefined);
    equal(proxyVariable("https://localhost/v1"), undefined);
    await rejects(compatibleProvider({ baseUrl: url }).call(ballotCall()), (error) => {
      match(
        (error as Error).message,
        /no way leads to .* through the proxy that HTTPS_PROXY names/,
      );
      return !/secret|nothing answers/.test((error as Error).message);
    });
    for (const exempt of ["*", "a.b, models.invalid", ".invalid", "*.invalid"]) {
      Deno.env.set("NO_PROXY", exempt);
      equal(proxyVariable(url), undefined, exempt);
    }
    Deno.env.set("NO_PROXY", "dels.invalid");
    equal(proxyVariable(url), "HTTPS_PROXY");
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) Deno.env.delete(name);
      else Deno.env.set(name, value);
    }
  }
});

Deno.test("a key that stands where an address should is not shown", () => {
  throws(
    () => compatibleProvider({ baseUrl: "sk-proj-abcdefghijklmnop1234" }),
    /need a base URL such as https:\/\/host\/v1, got "\[key removed\]"$/,
  );
});
