/**
 * A server on loopback that speaks the wire protocols of OpenAI (Responses, chat completions),
 * Anthropic (Messages) and Google (generateContent), with faults on demand and a bill of its own.
 *
 * Written on bare TCP, for a reset, a cut or a dripping body cannot be made with an HTTP server that
 * means well. It answers as `answer` says; by default with a valid ballot on the sector asked about.
 */

/** Everything that can go wrong, by name. */
export const FAULTS = [
  // Refusals.
  "400",
  "401",
  "402",
  "403",
  "404 path",
  "404 model",
  "408",
  "409",
  "429",
  "429 quota",
  "500",
  "503",
  "529",
  "redirect",
  "echo key",
  "error in 200",
  // The connection.
  "reset",
  "hang",
  "cut body",
  "reset body",
  "drip",
  "endless",
  "huge",
  // The body.
  "empty",
  "null",
  "array",
  "html",
  "truncated wire",
  "key twice on the wire",
  "bad utf-8",
  "other protocol",
  // The answer.
  "refusal",
  "filter",
  "max tokens",
  "failed",
  "missing usage",
  "other model",
  "no text",
  "prose",
  "fenced json",
  "truncated json",
  "NaN",
  "duplicate keys",
  "wrong sector",
  "out of range",
  "half a score",
  "score as text",
  "missing field",
  "made-up address",
  "made-up page",
  "bad date",
  "proto",
  "extra fields",
  "bom",
  "echo key in the answer",
] as const;

/** One thing that can go wrong. */
export type Fault = (typeof FAULTS)[number];

/** Protocols by the path that was called. */
export type Protocol = "responses" | "messages" | "generateContent" | "chat";

/** A request as the server understood it. */
export interface Received {
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly protocol: Protocol | undefined;
  readonly headers: ReadonlyMap<string, string>;
  // deno-lint-ignore no-explicit-any
  readonly body: any;
  readonly model: string;
  /** Instructions and question as text. */
  readonly system: string;
  readonly user: string;
  readonly hasSchema: boolean;
  readonly hasTools: boolean;
  /** The key as it came, without "Bearer". */
  readonly key: string;
}

/** One line of the server's own bill: what it would charge for. */
export interface BillLine {
  readonly id: string;
  readonly model: string;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly searchCalls: number;
  readonly usd: number;
  readonly fault?: Fault;
  /** Whether the whole answer went out with its usage. */
  readonly delivered: boolean;
}

/** Dollars per million tokens and per thousand searches. */
export interface Price {
  readonly inputUsd: number;
  readonly outputUsd: number;
  readonly searchUsd: number;
}

/** How the server behaves. */
export interface LoopbackOptions {
  /** What goes wrong with the n-th request (from 0) that asks for an answer. */
  readonly fault?: (request: Received, n: number) => Fault | undefined;
  /** The text of an answer. */
  readonly answer?: (request: Received) => string;
  /** Before an answer, milliseconds. */
  readonly delayMs?: number | ((request: Received, n: number) => number);
  /** Looks at a background answer before it is there. */
  readonly looks?: number;
  readonly price?: Price;
  /** Further headers of every answer, such as limits. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Seconds or a date, with the statuses that ask to wait. */
  readonly retryAfter?: string;
  /** Bytes of a `huge` body. */
  readonly hugeBytes?: number;
}

/** The server while it runs. */
export interface LoopbackServer {
  /** Base URL for each kind of provider. */
  readonly urls: {
    readonly openai: string;
    readonly anthropic: string;
    readonly google: string;
    readonly xai: string;
    readonly compatible: string;
  };
  readonly received: readonly Received[];
  /** What it charges; refusals and resets cost nothing, whatever was worked for costs. */
  readonly bill: readonly BillLine[];
  billUsd(): number;
  /** Connections open now, and the most at once. */
  readonly connections: { now: number; most: number };
  /** Ids of background answers that were cancelled. */
  readonly cancelled: readonly string[];
  /** Forgets all background answers, as a provider does after a while. */
  forget(): void;
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

const PRICE: Price = { inputUsd: 1, outputUsd: 10, searchUsd: 10 };

const encoder = new TextEncoder(), decoder = new TextDecoder();

/** A ballot that passes every check. */
export function goodAnswer(sector: string, score = 4): Record<string, unknown> {
  return {
    sector,
    rationale: [{
      pillar: "technicals",
      reason: "The close lies above its average.",
      impact: "positive",
      confidence: 0.6,
    }],
    subScores: {
      fundamentals: { kind: "score", score },
      sentiment: { kind: "abstention", reason: "No headline to read." },
      technicals: { kind: "score", score },
    },
    references: [],
    confidence: 0.6,
    summary: "A stand-in's view: a little above the others.",
  };
}

/** The sector that a prompt asks about. */
export function sectorAsked(user: string): string {
  return /Sector: [^(]*\(([A-Z]+)\)/.exec(user)?.[1] ?? /fund ([A-Z]+)/.exec(user)?.[1] ?? "XLK";
}

/** An answer as text, spoilt as the fault says. */
function spoilt(text: string, fault: Fault | undefined, request: Received): string {
  // deno-lint-ignore no-explicit-any
  const changed = (change: (answer: any) => void) => {
    const answer = JSON.parse(text);
    change(answer);
    return JSON.stringify(answer);
  };
  switch (fault) {
    case "no text":
      return "";
    case "prose":
      return "I would rate this sector a 4 out of 5.";
    case "fenced json":
      return "```json\n" + text + "\n```";
    case "truncated json":
    case "max tokens":
      return text.slice(0, Math.floor(text.length / 2));
    case "NaN":
      return text.replace('"confidence":0.6,"summary"', '"confidence":NaN,"summary"');
    case "duplicate keys":
      return text.replace('"sector":', '"confidence":0.1,"sector":');
    case "wrong sector":
      return changed((answer) => answer.sector = answer.sector === "XLE" ? "XLU" : "XLE");
    case "out of range":
      return changed((answer) => answer.subScores.technicals.score = 6);
    case "half a score":
      return changed((answer) => answer.subScores.technicals.score = 3.5);
    case "score as text":
      return changed((answer) => answer.subScores.technicals.score = "4");
    case "missing field":
      return changed((answer) => delete answer.summary);
    case "made-up address":
    case "made-up page":
    case "bad date":
      return changed((answer) =>
        answer.references.push({
          url: fault === "made-up page"
            ? "https://example.org/made-up"
            : fault === "made-up address"
            ? "lab:nowhere/1"
            : "lab:nowhere/2",
          title: "A reference",
          description: "",
          accessedAt: fault === "bad date" ? "2020-02-30T10:00" : "2020-03-20T10:00",
          accessible: true,
        })
      );
    case "proto":
      return text.replace("{", '{"__proto__":{"polluted":true},');
    case "extra fields":
      return changed((answer) => {
        answer.weightedScore = 1;
        answer.advice = "buy";
      });
    case "bom":
      return "\ufeff" + text;
    case "echo key in the answer":
      return changed((answer) => answer.summary = `The key I was called with is ${request.key}.`);
    default:
      return text;
  }
}

interface Answered {
  readonly id: string;
  readonly model: string;
  readonly text: string;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly fault: Fault | undefined;
}

/** The answer in the words of a protocol. */
function inProtocol(request: Received, answered: Answered, status?: string): unknown {
  const { id, model, text, inputTokens, outputTokens, fault } = answered;
  const isSearch = request.hasTools;
  const hasUsage = fault !== "missing usage";
  const pages = isSearch
    ? [
      { url: "https://example.org/report-1", title: "Report one" },
      { url: "https://example.org/report-2", title: "Report two" },
    ]
    : [];
  switch (fault === "other protocol" ? undefined : request.protocol) {
    case "responses": {
      const state = status ??
        (fault === "max tokens" || fault === "filter"
          ? "incomplete"
          : fault === "failed"
          ? "failed"
          : "completed");
      const isDone = state !== "queued" && state !== "in_progress" && state !== "cancelled";
      return {
        id,
        object: "response",
        created_at: 1_700_000_000,
        status: state,
        model,
        error: state === "failed" ? { code: "server_error", message: "The work failed." } : null,
        incomplete_details: state === "incomplete"
          ? { reason: fault === "filter" ? "content_filter" : "max_output_tokens" }
          : null,
        output: !isDone ? [] : [
          { type: "reasoning", id: "rs_1", summary: [] },
          ...(isSearch
            ? [{
              type: "web_search_call",
              id: "ws_1",
              status: "completed",
              action: { type: "search", query: "sector", sources: pages },
            }, {
              type: "web_search_call",
              id: "ws_2",
              status: "completed",
              action: { type: "open_page", url: pages[0].url },
            }]
            : []),
          ...(fault === "failed" ? [] : [{
            type: "message",
            id: "msg_1",
            role: "assistant",
            status: "completed",
            content: fault === "refusal" ? [{ type: "refusal", refusal: "I cannot help." }] : [{
              type: "output_text",
              text: fault === "filter" ? "" : text,
              annotations: pages.map((page) => ({ type: "url_citation", ...page })),
            }],
          }]),
        ],
        ...(hasUsage && isDone
          ? {
            usage: {
              input_tokens: inputTokens,
              input_tokens_details: { cached_tokens: 0 },
              output_tokens: outputTokens,
              output_tokens_details: { reasoning_tokens: 0 },
              total_tokens: inputTokens + outputTokens,
            },
          }
          : {}),
      };
    }
    case "messages":
      return {
        id,
        type: "message",
        role: "assistant",
        model,
        content: fault === "refusal" || fault === "filter" ? [] : [
          ...(isSearch
            ? [{
              type: "web_search_tool_result",
              tool_use_id: "t1",
              content: pages.map((page) => ({ type: "web_search_result", ...page })),
            }]
            : []),
          {
            type: "text",
            text,
            citations: pages.map((page) => ({ type: "web_search_result_location", ...page })),
          },
        ],
        stop_reason: fault === "refusal" || fault === "filter"
          ? "refusal"
          : fault === "max tokens"
          ? "max_tokens"
          : fault === "failed"
          ? "unheard_of"
          : "end_turn",
        ...(hasUsage
          ? {
            usage: {
              input_tokens: inputTokens,
              output_tokens: outputTokens,
              ...(isSearch ? { server_tool_use: { web_search_requests: 1 } } : {}),
            },
          }
          : {}),
      };
    case "generateContent":
      return {
        ...(fault === "filter" || fault === "refusal"
          ? { promptFeedback: { blockReason: "PROHIBITED_CONTENT" } }
          : {
            candidates: [{
              content: {
                role: "model",
                parts: [{ text: "I think about it.", thought: true }, { text }],
              },
              finishReason: fault === "max tokens"
                ? "MAX_TOKENS"
                : fault === "failed"
                ? "OTHER"
                : "STOP",
              ...(isSearch
                ? {
                  groundingMetadata: {
                    webSearchQueries: ["sector"],
                    groundingChunks: pages.map(({ url, title }) => ({ web: { uri: url, title } })),
                  },
                }
                : {}),
            }],
          }),
        ...(hasUsage
          ? {
            usageMetadata: {
              promptTokenCount: inputTokens,
              // Thinking is billed as output.
              candidatesTokenCount: Math.max(0, outputTokens - 10),
              thoughtsTokenCount: Math.min(10, outputTokens),
              totalTokenCount: inputTokens + outputTokens,
            },
          }
          : {}),
        modelVersion: model,
        responseId: id,
      };
    case "chat":
      return {
        id,
        object: "chat.completion",
        created: 1_700_000_000,
        model,
        choices: [{
          index: 0,
          message: fault === "refusal"
            ? { role: "assistant", content: null, refusal: "I cannot help." }
            : { role: "assistant", content: fault === "filter" ? "" : text },
          finish_reason: fault === "max tokens"
            ? "length"
            : fault === "filter"
            ? "content_filter"
            : fault === "failed"
            ? null
            : "stop",
        }],
        ...(hasUsage
          ? {
            usage: {
              prompt_tokens: inputTokens,
              completion_tokens: outputTokens,
              total_tokens: inputTokens + outputTokens,
            },
          }
          : {}),
      };
    default:
      return { hello: "from another protocol" };
  }
}

/** A refusal in the words of a protocol. */
function complaint(request: Received, status: number, fault: Fault): unknown {
  const { protocol, model, key } = request;
  const isModel = fault === "404 model", isQuota = fault === "429 quota" || fault === "402";
  const message = fault === "echo key"
    ? `Incorrect API key provided: ${key}. You sent "Authorization: Bearer ${key}".`
    : isModel
    ? protocol === "messages"
      ? `model: ${model}`
      : protocol === "generateContent"
      ? `models/${model} is not found for API version v1beta`
      : `The model \`${model}\` does not exist or you do not have access to it.`
    : isQuota
    ? "You exceeded your current quota, please check your plan and billing details."
    : `Refused with ${status}.`;
  switch (protocol) {
    case "messages":
      return {
        type: "error",
        error: {
          type: isModel
            ? "not_found_error"
            : isQuota
            ? "billing_error"
            : status === 529
            ? "overloaded_error"
            : status === 401
            ? "authentication_error"
            : "api_error",
          message,
        },
      };
    case "generateContent":
      return {
        error: {
          code: status,
          message,
          status: isQuota ? "FAILED_PRECONDITION" : isModel ? "NOT_FOUND" : "INTERNAL",
          ...(isQuota ? { details: [{ reason: "BILLING_DISABLED" }] } : {}),
        },
      };
    default:
      return {
        error: {
          message,
          type: isQuota ? "insufficient_quota" : "invalid_request_error",
          param: null,
          code: isModel ? "model_not_found" : isQuota ? "insufficient_quota" : null,
        },
      };
  }
}

function protocolOf(path: string): Protocol | undefined {
  if (/\/responses(\/|$)/.test(path)) return "responses";
  if (path.endsWith("/v1/messages")) return "messages";
  if (path.endsWith(":generateContent")) return "generateContent";
  return path.endsWith("/chat/completions") ? "chat" : undefined;
}

const STATUS_OF: Partial<Record<Fault, number>> = {
  "400": 400,
  "401": 401,
  "402": 402,
  "403": 403,
  "404 model": 404,
  "408": 408,
  "409": 409,
  "429": 429,
  "429 quota": 429,
  "500": 500,
  "503": 503,
  "529": 529,
  "echo key": 401,
};

/** Reads one HTTP/1.1 request, by its content length or in chunks; `undefined` when the connection ends first. */
async function readRequest(conn: Deno.Conn): Promise<
  { head: string; body: Uint8Array } | undefined
> {
  let bytes = new Uint8Array(0);
  const chunk = new Uint8Array(65_536);
  const more = async () => {
    const n = await conn.read(chunk);
    if (n === null) return false;
    const joined = new Uint8Array(bytes.length + n);
    joined.set(bytes);
    joined.set(chunk.subarray(0, n), bytes.length);
    bytes = joined;
    return true;
  };
  const endOfHead = () => {
    for (let i = 3; i < bytes.length; i++) {
      if (bytes[i - 3] === 13 && bytes[i - 2] === 10 && bytes[i - 1] === 13 && bytes[i] === 10) {
        return i + 1;
      }
    }
    return -1;
  };
  let end = -1;
  while ((end = endOfHead()) < 0) if (!(await more())) return undefined;
  const head = decoder.decode(bytes.subarray(0, end));
  if (/^transfer-encoding:\s*chunked/im.test(head)) {
    const parts: Uint8Array[] = [];
    for (let at = end;;) {
      let line = -1;
      while ((line = bytes.indexOf(10, at)) < 0) if (!(await more())) return undefined;
      const size = parseInt(decoder.decode(bytes.subarray(at, line)), 16);
      while (bytes.length < line + 1 + size + 2) if (!(await more())) return undefined;
      if (size === 0) break;
      parts.push(bytes.slice(line + 1, line + 1 + size));
      at = line + 1 + size + 2;
    }
    return { head, body: new Uint8Array(await new Blob(parts as BlobPart[]).arrayBuffer()) };
  }
  const length = Number(/^content-length:\s*(\d+)/im.exec(head)?.[1] ?? 0);
  while (bytes.length < end + length) if (!(await more())) return undefined;
  return { head, body: bytes.subarray(end, end + length) };
}

/**
 * Starts the server on a free port of this machine; close it at the end of the test.
 *
 * @param options Faults, delays, prices.
 */
export function loopbackServer(options: LoopbackOptions = {}): LoopbackServer {
  const { price = PRICE, looks = 1, hugeBytes = 200_000_000 } = options;
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr as Deno.NetAddr;
  const open = new Set<Deno.Conn>();
  const timers = new Set<() => void>();
  const received: Received[] = [];
  const bill: BillLine[] = [];
  const cancelled: string[] = [];
  const stored = new Map<
    string,
    { request: Received; answered: Answered; looks: number; ended?: string }
  >();
  const connections = { now: 0, most: 0 };
  let asked = 0, ids = 0, isClosed = false;

  const sleep = (ms: number) =>
    new Promise<void>((resolve) => {
      const end = () => {
        clearTimeout(timer);
        timers.delete(end);
        resolve();
      };
      const timer = setTimeout(end, ms);
      timers.add(end);
    });

  async function write(conn: Deno.Conn, bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length;) at += await conn.write(bytes.subarray(at));
  }

  const head = (status: number, more: Readonly<Record<string, string | number>> = {}) =>
    encoder.encode(
      [
        `HTTP/1.1 ${status} X`,
        "connection: close",
        ...Object.entries({ "content-type": "application/json", ...options.headers, ...more })
          .map(([name, value]) => `${name}: ${value}`),
        "",
        "",
      ].join("\r\n"),
    );

  async function send(
    conn: Deno.Conn,
    status: number,
    body: string | Uint8Array,
    more: Readonly<Record<string, string | number>> = {},
  ): Promise<void> {
    const bytes = typeof body === "string" ? encoder.encode(body) : body;
    await write(conn, head(status, { "content-length": bytes.length, ...more }));
    await write(conn, bytes);
  }

  function charged(answered: Answered, request: Received, delivered: boolean): BillLine {
    const { id, model, inputTokens, outputTokens, fault } = answered;
    const searchCalls = request.hasTools ? 1 : 0;
    const line: BillLine = {
      id,
      model,
      inputTokens,
      outputTokens,
      searchCalls,
      usd: (inputTokens * price.inputUsd + outputTokens * price.outputUsd) / 1e6 +
        searchCalls * price.searchUsd / 1e3,
      delivered,
      ...(fault === undefined ? {} : { fault }),
    };
    bill.push(line);
    return line;
  }

  function understood(raw: { head: string; body: Uint8Array }): Received {
    const [first, ...lines] = raw.head.split("\r\n");
    const [method, path] = first.split(" ");
    const headers = new Map(
      lines.filter((line) => line.includes(":")).map((line): [string, string] => {
        const at = line.indexOf(":");
        return [line.slice(0, at).toLowerCase(), line.slice(at + 1).trim()];
      }),
    );
    const text = decoder.decode(raw.body);
    const body = text === "" ? {} : JSON.parse(text);
    const protocol = protocolOf(path);
    const parts = (list: unknown) =>
      Array.isArray(list) ? list.map((one) => one.text ?? "").join("") : "";
    const message = (role: string) =>
      // deno-lint-ignore no-explicit-any
      body.messages?.find((one: any) => one.role === role)?.content ?? "";
    return {
      at: performance.now(),
      method,
      path,
      protocol,
      headers,
      body,
      model: body.model ?? decodeURIComponent(/models\/([^:]+):/.exec(path)?.[1] ?? ""),
      system: body.instructions ?? (typeof body.system === "string" ? body.system : undefined) ??
        (protocol === "generateContent" ? parts(body.systemInstruction?.parts) : message("system")),
      user: body.input ??
        (protocol === "generateContent" ? parts(body.contents?.[0]?.parts) : message("user")),
      hasSchema: Boolean(
        body.text?.format?.schema ?? body.output_config?.format?.schema ??
          body.generationConfig?.responseJsonSchema ?? body.response_format?.json_schema?.schema,
      ),
      hasTools: Array.isArray(body.tools) && body.tools.length > 0,
      key: (headers.get("authorization") ?? headers.get("x-api-key") ??
        headers.get("x-goog-api-key") ?? "").replace(/^Bearer /, ""),
    };
  }

  async function respond(conn: Deno.Conn, request: Received): Promise<void> {
    if (request.protocol === undefined) {
      return await send(conn, 404, '{"detail":"Not Found"}');
    }
    // Looks and cancellations of background answers.
    const look = /\/responses\/([^/?]+)(\/cancel)?/.exec(request.path);
    if (look) {
      const known = stored.get(look[1]);
      if (!known) {
        return await send(
          conn,
          404,
          JSON.stringify({
            error: {
              message: `Response with id '${look[1]}' not found.`,
              type: "invalid_request_error",
              code: null,
            },
          }),
        );
      }
      if (look[2]) {
        cancelled.push(look[1]);
        known.ended = "cancelled";
      }
      known.looks++;
      const status = known.ended ?? (known.looks <= looks ? "in_progress" : undefined);
      if (status === undefined && known.looks === looks + 1) {
        charged(known.answered, known.request, known.answered.fault !== "missing usage");
      }
      return await send(
        conn,
        200,
        JSON.stringify(inProtocol(known.request, known.answered, status)),
      );
    }

    const n = asked++;
    const fault = options.fault?.(request, n);
    const { delayMs = 0 } = options;
    const wait = typeof delayMs === "function" ? delayMs(request, n) : delayMs;
    if (wait > 0) await sleep(wait);
    if (isClosed) return;

    if (fault === "hang") {
      // The work is done and charged, whoever listens.
      charged(answerFor(request, fault), request, false);
      return await sleep(600_000);
    }
    if (fault === "404 path") return await send(conn, 404, '{"detail":"Not Found"}');
    if (fault === "redirect") {
      return await send(conn, 307, "", { location: "http://127.0.0.1:9/elsewhere" });
    }
    if (fault === "error in 200") {
      return await send(conn, 200, '{"error":{"message":"Overloaded.","code":503}}');
    }
    const status = fault && STATUS_OF[fault];
    if (status !== undefined) {
      return await send(
        conn,
        status,
        JSON.stringify(complaint(request, status, fault!)),
        [408, 429, 500, 503, 529].includes(status) && options.retryAfter !== undefined
          ? { "retry-after": options.retryAfter }
          : {},
      );
    }

    const answered = answerFor(request, fault);
    if (request.body.background === true) {
      stored.set(answered.id, { request, answered, looks: 0 });
      return await send(conn, 200, JSON.stringify(inProtocol(request, answered, "queued")));
    }
    const whole = encoder.encode(JSON.stringify(inProtocol(request, answered)));
    const charge = (delivered: boolean) => charged(answered, request, delivered);
    switch (fault) {
      case "cut body":
      case "reset body":
        charge(false);
        await write(conn, head(200, { "content-length": whole.length }));
        return await write(conn, whole.subarray(0, Math.floor(whole.length / 2)));
      case "drip":
        charge(false);
        await write(conn, head(200, { "content-length": whole.length }));
        for (const byte of whole) {
          if (isClosed) return;
          await write(conn, Uint8Array.of(byte));
          await sleep(50);
        }
        return;
      case "endless":
      case "huge": {
        charge(false);
        await write(conn, head(200, fault === "huge" ? { "content-length": hugeBytes } : {}));
        const block = new Uint8Array(65_536).fill(32);
        for (let sent = 0; (fault === "endless" || sent < hugeBytes) && !isClosed;) {
          sent += await conn.write(block);
        }
        return;
      }
      case "empty":
        charge(false);
        return await send(conn, 200, "");
      case "null":
        charge(false);
        return await send(conn, 200, "null");
      case "array":
        charge(false);
        return await send(conn, 200, "[]");
      case "html":
        charge(false);
        return await send(conn, 200, "<!doctype html><title>Sign in</title>", {
          "content-type": "text/html",
        });
      case "truncated wire": {
        charge(false);
        return await send(conn, 200, whole.subarray(0, Math.floor(whole.length / 2)));
      }
      case "key twice on the wire":
        charge(false);
        return await send(
          conn,
          200,
          decoder.decode(whole).replace(/^\{("[a-zA-Z]+":)/, "{$1null,$1"),
        );
      case "bad utf-8": {
        charge(false);
        const bad = whole.slice();
        bad[bad.length - 4] = 0xff;
        return await send(conn, 200, bad);
      }
      default:
        charge(fault !== "missing usage" && fault !== "other protocol");
        return await send(conn, 200, whole);
    }
  }

  function answerFor(request: Received, fault: Fault | undefined): Answered {
    const good = options.answer?.(request) ??
      (request.hasSchema
        ? JSON.stringify(goodAnswer(sectorAsked(request.user)))
        : `A report on ${sectorAsked(request.user)}. Orders rose ` +
          "([Report one](https://example.org/report-1)). ".repeat(6));
    const text = spoilt(good, fault, request);
    return {
      id: `${request.protocol === "responses" ? "resp" : "msg"}_${++ids}`,
      model: fault === "other model" ? "another-model-9" : request.model,
      text,
      // Four characters a token, as a rule of thumb; any rule does for a bill.
      inputTokens: Math.ceil((request.system.length + request.user.length) / 4),
      outputTokens: Math.ceil(text.length / 4) + 20,
      fault,
    };
  }

  async function serve(conn: Deno.Conn): Promise<void> {
    open.add(conn);
    connections.most = Math.max(connections.most, ++connections.now);
    try {
      const raw = await readRequest(conn);
      if (!raw) return;
      const request = understood(raw);
      received.push(request);
      if (options.fault && request.protocol && !/responses\/./.test(request.path)) {
        // A reset is decided before anything is written; nothing was worked for.
        if (options.fault(request, asked) === "reset") {
          asked++;
          return;
        }
      }
      await respond(conn, request);
      // What the client says now is its goodbye; a close with unread bytes would be a reset.
      await conn.closeWrite();
    } catch {
      // The client went away, as it should with a hostile body.
    } finally {
      connections.now--;
      open.delete(conn);
      try {
        conn.close();
      } catch {
        // Closed by the end of the test.
      }
    }
  }

  const serving = new Set<Promise<void>>();
  const accepting = (async () => {
    try {
      for await (const conn of listener) {
        const one = serve(conn).finally(() => serving.delete(one));
        serving.add(one);
      }
    } catch {
      // The listener was closed.
    }
  })();

  const host = `http://127.0.0.1:${port}`;
  async function close(): Promise<void> {
    if (isClosed) return;
    isClosed = true;
    listener.close();
    for (const end of [...timers]) end();
    for (const conn of open) {
      try {
        conn.close();
      } catch {
        // Closed already.
      }
    }
    await accepting;
    await Promise.allSettled([...serving]);
  }
  return {
    urls: {
      openai: `${host}/openai/v1`,
      anthropic: `${host}/anthropic`,
      google: `${host}/google/v1beta`,
      xai: `${host}/xai/v1`,
      compatible: `${host}/compatible/v1`,
    },
    received,
    bill,
    billUsd: () => bill.reduce((sum, { usd }) => sum + usd, 0),
    connections,
    cancelled,
    forget: () => stored.clear(),
    close,
    [Symbol.asyncDispose]: close,
  };
}
