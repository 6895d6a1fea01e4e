import type { OpenAI } from "openai";
import { abortError } from "./body.ts";
import type { Wire } from "./wire.ts";
import type { WireJson } from "./wire_json.ts";
import type { About, WireReply } from "./wire_reply.ts";

/** The library's own clock must not end a call; the signal of the call does. */
const NO_TIMEOUT_MS = 2 ** 31 - 1;
/** The library wants a key even where the server does not; this one is not sent. */
const NO_KEY = "none";

/**
 * One call through npm:openai, which is loaded at the first one.
 *
 * The library builds request and address; retries, deadlines, bounds on the body and the reading of
 * the answer are the lab's own, for the library retries what cannot succeed, reads any length, and
 * loses text and usage of an answer that it cannot parse. Headers are the lab's own too: the library
 * would add what OPENAI_CUSTOM_HEADERS says to calls of every server.
 *
 * @param run Makes the call; what the library makes of the answer is not looked at.
 */
export async function throughOpenai(
  wire: Wire,
  about: About,
  run: (client: OpenAI) => Promise<unknown>,
): Promise<WireJson> {
  if (about.signal.aborted) throw abortError(about.signal, wire.doing, false);
  const { OpenAI } = await import("openai");
  let reply: WireReply | undefined, failure: unknown;
  const client = new OpenAI({
    apiKey: wire.key ?? NO_KEY,
    baseURL: wire.baseUrl,
    maxRetries: 0,
    timeout: NO_TIMEOUT_MS,
    logLevel: "off",
    // Else the library would take them from the environment.
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    fetch: async (url, init) => {
      // The library has a type of that name of its own.
      const given = init as globalThis.RequestInit | undefined;
      const headers = new Headers({ accept: "application/json" });
      if (given?.method === "POST") headers.set("content-type", "application/json");
      if (wire.key !== undefined) headers.set("authorization", `Bearer ${wire.key}`);
      try {
        reply = await wire.fetch(String(url), { ...given, headers }, about);
      } catch (error) {
        failure = error;
        throw error;
      }
      // The library must not stumble over what the lab is about to name itself.
      return new Response('{"object":"response","output":[],"choices":[]}', {
        status: 200,
        headers: { "content-type": "application/json" },
      });
    },
  });
  try {
    await run(client);
  } catch (error) {
    if (about.signal.aborted) throw abortError(about.signal, wire.doing, true);
    if (failure === undefined && reply === undefined) throw error;
  }
  if (failure !== undefined) throw failure;
  return wire.read(reply!, about);
}
