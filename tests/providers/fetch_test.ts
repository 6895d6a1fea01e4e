import { isLoopback } from "lab/providers";
import { deepEqual, equal, match } from "node:assert/strict";
import { loopbackServer } from "./loopback_server.ts";

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
