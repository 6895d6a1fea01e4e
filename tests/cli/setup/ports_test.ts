import { equal, ok, rejects } from "node:assert/strict";
import { labPort } from "../../../lib/cli/setup/ports.ts";

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
