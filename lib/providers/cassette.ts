import { createHash } from "node:crypto";
import { z } from "zod";
import { canonicalJson } from "../committee/mod.ts";
import { DataError, LabError } from "../errors.ts";
import { counted } from "../words.ts";
import { readBody } from "./body.ts";
import { type Fetch, singleFetch } from "./fetch.ts";
import { type Redactor, redactor, SECRET_HEADERS } from "./secrets.ts";

/** Headers of an answer that are kept: those that the lab reads. */
const KEPT_HEADERS = /^(content-type|retry-after(-ms)?|x-ratelimit-.+|anthropic-ratelimit-.+)$/;
/** Differences that a miss names. */
const MOST_DIFFERENCES = 6;

const exchangeSchema = z.strictObject({
  key: z.string().regex(/^[0-9a-f]{64}$/),
  method: z.enum(["GET", "POST", "DELETE"]),
  path: z.string(),
  /** The request's body, so that a miss can be explained; null where there was none. */
  request: z.json(),
  status: z.number().int().min(200).max(599),
  headers: z.record(z.string(), z.string()),
  text: z.string(),
});

const cassetteSchema = z.strictObject({
  format: z.literal("sector-committee-cassette-1"),
  /** Where the answers come from, in a sentence for the reader. */
  provenance: z.string().min(1),
  exchanges: z.array(exchangeSchema),
});

/** One recorded request with its answer; no key is in it. */
export type Exchange = Readonly<z.infer<typeof exchangeSchema>>;

/** Recorded exchanges over the wire; plain data that survives JSON. */
export interface Cassette {
  readonly format: "sector-committee-cassette-1";
  readonly provenance: string;
  readonly exchanges: readonly Exchange[];
}

/** `replay` answers from the recording alone, `record` asks and keeps, `live` asks. */
export type CassetteMode = "replay" | "record" | "live";

/** A request that was never recorded: says how it differs from the nearest one that was. */
export class CassetteMissError extends LabError {
  override readonly name = "CassetteMissError";
  /** The key that was looked for. */
  readonly key: string;
  /** Lines such as `model: recorded "a", asked "b"`. */
  readonly differences: readonly string[];

  constructor(message: string, facts: { key: string; differences: readonly string[] }) {
    super(message);
    this.key = facts.key;
    this.differences = facts.differences;
  }
}

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly request: unknown;
  readonly key: string;
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** Method, path below the host, and body; host and headers are no part, so any base URL will do. */
function asked(url: URL, method: string, body: unknown, clean: Redactor): Asked {
  const path = clean.text(url.pathname + url.search);
  let request: unknown = null;
  if (typeof body === "string" && body !== "") {
    try {
      request = clean.value(JSON.parse(body));
    } catch {
      request = clean.text(body);
    }
  }
  return { method, path, request, key: sha256(canonicalJson({ method, path, request })) };
}

/** Every leaf of a JSON value by its path. */
function leaves(
  value: unknown,
  path = "",
  into = new Map<string, unknown>(),
): Map<string, unknown> {
  if (typeof value === "object" && value !== null && Object.keys(value).length > 0) {
    for (const [key, one] of Object.entries(value)) {
      leaves(one, path === "" ? key : `${path}.${key}`, into);
    }
  } else into.set(path, value);
  return into;
}

/** Two values from where they part. */
function shownApart(recorded: unknown, got: unknown): string {
  const show = (value: unknown) => {
    const text = JSON.stringify(value) ?? "nothing";
    return text.length > 80 ? `${text.slice(0, 77)}...` : text;
  };
  if (typeof recorded !== "string" || typeof got !== "string") {
    return `recorded ${show(recorded)}, asked ${show(got)}`;
  }
  let at = 0;
  while (at < recorded.length && recorded[at] === got[at]) at++;
  const from = Math.max(0, at - 20);
  const line = recorded.slice(0, at).split("\n").length;
  const where = at > 60 || line > 1 ? ` (from character ${at}, line ${line})` : "";
  return `recorded ${show(recorded.slice(from))}, asked ${show(got.slice(from))}${where}`;
}

function differences(recorded: Exchange, now: Asked): readonly string[] {
  const before = leaves(recorded.request), after = leaves(now.request);
  const paths = [...new Set([...before.keys(), ...after.keys()])];
  return [
    ...(recorded.method === now.method && recorded.path === now.path
      ? []
      : [`request: recorded ${recorded.method} ${recorded.path}, asked ${now.method} ${now.path}`]),
    ...paths.filter((path) => before.get(path) !== after.get(path))
      .map((path) => `${path || "body"}: ${shownApart(before.get(path), after.get(path))}`),
  ];
}

function missError(cassette: Cassette, now: Asked, played: number): CassetteMissError {
  const head = `Cannot replay ${now.method} ${now.path}: `;
  if (played > 0) {
    return new CassetteMissError(
      `${head}it was recorded ${counted(played, "time")} and is asked once more`,
      { key: now.key, differences: [] },
    );
  }
  if (cassette.exchanges.length === 0) {
    return new CassetteMissError(`${head}the cassette is empty`, { key: now.key, differences: [] });
  }
  // A different path weighs more than any difference of bodies.
  const ranked = cassette.exchanges.map((one) => {
    const found = differences(one, now);
    const isOther = one.method !== now.method || one.path !== now.path;
    const long = found.reduce((sum, line) => sum + line.length, 0);
    return { found, weight: (isOther ? 1e9 : 0) + found.length * 1e4 + long };
  }).sort((a, b) => a.weight - b.weight);
  const { found } = ranked[0];
  const more = found.length - MOST_DIFFERENCES;
  return new CassetteMissError(
    `${head}it was never recorded. Against the nearest recording:\n` +
      found.slice(0, MOST_DIFFERENCES).map((line) => `- ${line}`).join("\n") +
      (more > 0 ? `\n- and ${more} more` : ""),
    { key: now.key, differences: found },
  );
}

/** Keys in the request's headers: what must not be in the recording. */
function secretsOf(headers: Headers): readonly string[] {
  return SECRET_HEADERS.flatMap((name) => {
    const value = headers.get(name);
    return value === null ? [] : [value.replace(/^(Bearer|Basic)\s+/i, "")];
  });
}

/** Fields of a request shorter than this are written out each time. */
const LEAST_SHARED_CHARACTERS = 200;

const sameAsSchema = z.strictObject({ sameAsExchange: z.number().int().min(0) });

/** The fields of a request body, or `undefined` where it has none. */
function fieldsOf(request: unknown): [string, unknown][] | undefined {
  return typeof request === "object" && request !== null && !Array.isArray(request)
    ? Object.entries(request)
    : undefined;
}

/**
 * A cassette as the text of a file: a long field that an earlier request had as well, instructions or
 * schema, is written as a reference to that exchange. `cassetteOf` undoes it.
 *
 * @example There and back
 * ```ts
 * import { cassetteFetch, cassetteOf, cassetteText } from "lab/providers";
 * import { deepEqual } from "node:assert/strict";
 *
 * const empty = cassetteFetch({ provenance: "An example." }).cassette();
 * deepEqual(cassetteOf(JSON.parse(cassetteText(empty))), empty);
 * ```
 */
export function cassetteText(cassette: Cassette): string {
  const seen = new Map<string, number>();
  const exchanges = cassette.exchanges.map((one, i) => {
    const fields = fieldsOf(one.request);
    if (!fields) return one;
    const request = Object.fromEntries(fields.map(([name, value]) => {
      const text = `${name}:${canonicalJson(value)}`;
      if (text.length < LEAST_SHARED_CHARACTERS) return [name, value];
      const first = seen.get(text);
      if (first === undefined) seen.set(text, i);
      return [name, first === undefined ? value : { sameAsExchange: first }];
    }));
    return { ...one, request };
  });
  return JSON.stringify({ ...cassette, exchanges }, null, 1) + "\n";
}

/** The exchanges with every reference to an earlier field filled in. */
function filledIn(exchanges: readonly Exchange[]): readonly Exchange[] {
  const out: Exchange[] = [];
  for (const one of exchanges) {
    const fields = fieldsOf(one.request)?.map(([name, value]): [string, unknown] => {
      const reference = sameAsSchema.safeParse(value);
      if (!reference.success) return [name, value];
      const earlier = fieldsOf(out[reference.data.sameAsExchange]?.request);
      return [name, earlier?.find(([other]) => other === name)?.[1] ?? null];
    });
    const request = fields ? Object.fromEntries(fields) as Exchange["request"] : one.request;
    out.push({ ...one, request });
  }
  return out;
}

/**
 * A cassette as parsed from a file.
 *
 * @throws {DataError} If it has another shape, or a request does not have the key it stands under.
 *
 * @example A file that is none
 * ```ts
 * import { cassetteOf } from "lab/providers";
 * import { throws } from "node:assert/strict";
 *
 * throws(() => cassetteOf({ format: "another" }, "mine.json"), /Cannot read mine\.json/);
 * ```
 */
export function cassetteOf(input: unknown, where = "cassette"): Cassette {
  const parsed = cassetteSchema.safeParse(input);
  if (parsed.success) {
    const exchanges = filledIn(parsed.data.exchanges);
    exchanges.forEach(({ key, method, path, request }, i) => {
      if (sha256(canonicalJson({ method, path, request })) !== key) {
        throw new DataError(
          `Cannot read ${where}: at exchanges.${i}: the request is not the one of its key; it was ` +
            "changed by hand, or the file is spoilt",
          { where, column: `exchanges.${i}` },
        );
      }
    });
    return { ...parsed.data, exchanges };
  }
  const [{ path, message }] = parsed.error.issues;
  throw new DataError(`Cannot read ${where}: at ${path.join(".") || "its root"}: ${message}`, {
    where,
    column: path.join("."),
  });
}

/**
 * A fetch that plays or records what goes over the wire.
 *
 * In `replay`, the default, the network is never touched: a request that was not recorded is a
 * `CassetteMissError`. The same request recorded several times is played in that order, once each.
 * Keys are taken out of everything that is kept, whether a header held them or an answer echoed them.
 *
 * @param options.mode `replay` by default.
 * @param options.cassette What is played, or what a recording adds to.
 * @param options.provenance Where recorded answers come from, for a new cassette.
 * @param options.fetch What asks in `record` and `live`.
 * @param options.secrets Further texts that must not be kept.
 * @returns The fetch for an adapter, and a function that returns the cassette as it stands.
 *
 * @example Record once, replay without a network
 * ```ts
 * import { cassetteFetch } from "lab/providers";
 * import { equal, rejects } from "node:assert/strict";
 *
 * const recorder = cassetteFetch({
 *   mode: "record",
 *   provenance: "An example, no vendor's model.",
 *   fetch: () => Promise.resolve(new Response("hello")),
 * });
 * await (await recorder.fetch("https://example.org/a")).text();
 * const player = cassetteFetch({ cassette: recorder.cassette() });
 * equal(await (await player.fetch("https://elsewhere.org/a")).text(), "hello");
 * await rejects(player.fetch("https://example.org/b"), /recorded GET \/a, asked GET \/b/);
 * ```
 */
export function cassetteFetch(
  options: {
    readonly mode?: CassetteMode;
    readonly cassette?: Cassette;
    readonly provenance?: string;
    readonly fetch?: Fetch;
    readonly secrets?: readonly string[];
  } = {},
): { readonly fetch: Fetch; cassette(): Cassette } {
  const { mode = "replay", fetch: go = singleFetch, secrets = [] } = options;
  const start: Cassette = options.cassette === undefined
    ? {
      format: "sector-committee-cassette-1",
      provenance: options.provenance ?? "Recorded without a note on where the answers come from.",
      exchanges: [],
    }
    : cassetteOf(options.cassette);
  const added: Exchange[] = [];
  const byKey = new Map<string, Exchange[]>();
  for (const one of start.exchanges) {
    const known = byKey.get(one.key);
    if (known) known.push(one);
    else byKey.set(one.key, [one]);
  }
  const played = new Map<string, number>();

  const taped: Fetch = async (url, init = {}) => {
    if (mode === "live") return await go(url, init);
    if (url instanceof Request) {
      throw new TypeError("Cannot use a cassette: need an address and options, got a Request");
    }
    const headers = new Headers(init.headers);
    const clean = redactor([...secrets, ...secretsOf(headers)]);
    const now = asked(new URL(url), (init.method ?? "GET").toUpperCase(), init.body, clean);
    if (mode === "replay") {
      init.signal?.throwIfAborted();
      const at = played.get(now.key) ?? 0;
      const found = byKey.get(now.key)?.[at];
      if (!found) throw missError(start, now, at);
      played.set(now.key, at + 1);
      return new Response(found.text, { status: found.status, headers: found.headers });
    }
    const response = await go(url, init);
    const text = await readBody(response, {
      signal: init.signal ?? new AbortController().signal,
      doing: `record ${now.method} ${now.path}`,
    });
    const kept = Object.fromEntries(
      [...response.headers].filter(([name]) => KEPT_HEADERS.test(name))
        .map(([name, value]) => [name, clean.text(value)]),
    );
    added.push({
      key: now.key,
      method: now.method as Exchange["method"],
      path: now.path,
      request: now.request as Exchange["request"],
      status: response.status,
      headers: kept,
      text: keptText(text, clean),
    });
    return new Response(text, { status: response.status, headers: response.headers });
  };
  return {
    fetch: taped,
    cassette: () => ({ ...start, exchanges: [...start.exchanges, ...added] }),
  };
}

/** The text of an answer without keys; JSON is cleaned inside its strings too, where an escape hides. */
function keptText(text: string, clean: Redactor): string {
  try {
    const value: unknown = JSON.parse(text);
    const cleaned = clean.value(value);
    // Bytes are kept as they came unless something had to go.
    return canonicalJson(cleaned) === canonicalJson(value) ? text : JSON.stringify(cleaned);
  } catch {
    return clean.text(text);
  }
}
