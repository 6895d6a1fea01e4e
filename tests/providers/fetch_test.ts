import { equal, match } from "node:assert/strict";
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
  equal(server.received.length, 2);
  equal(caught.length, 0, caught.join());
  await proxy.shutdown();
});
