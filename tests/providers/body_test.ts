import { CallError, readBody } from "lab/providers";
import { equal, ok, rejects } from "node:assert/strict";

Deno.test("readBody() counts bytes after decompression, so that a bomb ends at the bound", async () => {
  const zeros = new Blob([new Uint8Array(50_000_000)]).stream();
  const packed = new Uint8Array(
    await new Response(zeros.pipeThrough(new CompressionStream("gzip"))).arrayBuffer(),
  );
  ok(packed.length < 100_000);
  const server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen: () => {} },
    () => new Response(packed, { headers: { "content-encoding": "gzip" } }),
  );
  const signal = new AbortController().signal;
  const response = await fetch(`http://127.0.0.1:${server.addr.port}`);
  await rejects(
    readBody(response, { signal, doing: "read" }),
    (error) => error instanceof CallError && error.fault === "body too large",
  );
  await server.shutdown();
});

Deno.test("readBody() ends at the signal also where the stream hears of none", async () => {
  const silent = () => new Response(new ReadableStream({ pull: () => new Promise(() => {}) }));
  for (
    const [reason, fault] of [
      [new DOMException("late", "TimeoutError"), "deadline"],
      [new Error("stop"), "stopped"],
    ] as const
  ) {
    const controller = new AbortController();
    const reading = readBody(silent(), { signal: controller.signal, doing: "read" });
    controller.abort(reason);
    await rejects(reading, (error) => error instanceof CallError && error.fault === fault);
  }
  const own = new CallError("no money", { fault: "quota", canRetry: false, mayCost: false });
  const controller = new AbortController();
  controller.abort(own);
  await rejects(readBody(silent(), { signal: controller.signal, doing: "read" }), own);
});

Deno.test("readBody() joins pieces of any size, and letters cut between them", async () => {
  const text = "é€😀 ".repeat(20_000), bytes = new TextEncoder().encode(text);
  for (const step of [1, 7, 65_536, 65_537, bytes.length]) {
    let at = 0;
    const stream = new ReadableStream<Uint8Array<ArrayBuffer>>({
      pull(controller) {
        if (at >= bytes.length) return controller.close();
        controller.enqueue(bytes.slice(at, at += step));
      },
    });
    const signal = new AbortController().signal;
    equal(
      await readBody(new Response(stream), { signal, doing: "read" }) === text,
      true,
      `${step}`,
    );
  }
});
