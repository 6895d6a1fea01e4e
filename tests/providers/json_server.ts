/** One request of a body server. */
export interface Asked {
  readonly path: string;
  readonly headers: Headers;
  // deno-lint-ignore no-explicit-any
  readonly body: any;
}

/** A server on loopback that answers the n-th request with the n-th body, the last one again and again. */
export function jsonServer(
  bodies: readonly (unknown | { readonly status: number; readonly body: unknown })[],
): {
  readonly url: string;
  readonly asked: readonly Asked[];
  [Symbol.asyncDispose](): Promise<void>;
} {
  const asked: Asked[] = [];
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    async (request) => {
      const text = await request.text();
      const { pathname, search } = new URL(request.url);
      asked.push({
        path: pathname + search,
        headers: request.headers,
        body: text === "" ? undefined : JSON.parse(text),
      });
      const given = bodies[Math.min(asked.length, bodies.length) - 1];
      const isPair = typeof given === "object" && given !== null && "status" in given &&
        "body" in given;
      const { status, body } = isPair ? given as { status: number; body: unknown } : {
        status: 200,
        body: given,
      };
      return new Response(typeof body === "string" ? body : JSON.stringify(body), { status });
    },
  );
  return {
    url: `http://127.0.0.1:${server.addr.port}`,
    asked,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}
