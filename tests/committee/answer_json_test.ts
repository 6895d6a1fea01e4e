import { answerJson, type Mend, mendedSentence, parseBallot } from "lab/committee";
import { BallotError } from "lab/errors";
import { day } from "lab/units";
import { deepEqual, equal, match, ok } from "node:assert/strict";

const none = { kind: "abstention", reason: "not in the brief" };
function answer(score: number): Record<string, unknown> {
  return {
    sector: "XLK",
    rationale: [],
    subScores: { fundamentals: none, sentiment: none, technicals: { kind: "score", score } },
    references: [],
    confidence: 0.6,
    summary: 'It rose more than the index {4}, "they" say; </think> is a mark.',
  };
}
const ballot = JSON.stringify(answer(4));
const other = JSON.stringify(answer(2));
const plain = ballot.replace(" </think> is a mark.", "");
const asked = { sector: "XLK", day: day("2024-03-08"), analyst: "local/fast" } as const;

/** What local models put around a ballot, with what is taken off. */
const READ: readonly (readonly [string, readonly Mend[]])[] = [
  [ballot, []],
  [`\ufeff \n${ballot}\n`, []],
  [`<think>\nMomentum {4}?\n</think>\n\n${ballot}`, ["thinking taken off"]],
  [`<think>\n\n</think>\n\n${ballot}`, ["thinking taken off"]],
  [`<think>First ${other}, no.</think>${ballot}`, ["thinking taken off"]],
  [`Momentum is "strong: ${other}\n</think>\n${ballot}`, ["thinking taken off"]],
  [`<thinking>a</thinking><think>b</think>${ballot}`, ["thinking taken off"]],
  [`[THINK]a {"b[/THINK]${ballot}`, ["thinking taken off"]],
  [`<scratchpad>${other}</scratchpad>${ballot}`, ["thinking taken off"]],
  [`◁think▷a◁/think▷${ballot}`, ["thinking taken off"]],
  [
    `<|channel|>analysis<|message|>So 4.<|end|><|start|>assistant<|channel|>final<|message|>${ballot}<|return|>`,
    ["thinking taken off"],
  ],
  ["```json\n" + ballot + "\n```", ["a code fence taken off"]],
  ["```\n" + ballot, ["a code fence taken off"]],
  [
    "<think>\nx\n</think>\nHere it is:\n```JSON\n" + ballot + "\n```\nAnything else?",
    ["thinking taken off", "a code fence taken off", "text around it taken off"],
  ],
  [`Here is my ballot [1]: ${ballot}\nIt's {mine}.`, ["text around it taken off"]],
  [`${ballot}<|im_end|>`, ["text around it taken off"]],
  [`${ballot}\n${ballot}`, ["text around it taken off"]],
  [`[${ballot}]`, ["a list around it opened"]],
  [`[${ballot}, ${ballot}]`, ["a list around it opened"]],
  [`Sure: [${ballot}]`, ["text around it taken off", "a list around it opened"]],
  [`{"ballot": ${ballot}}`, ["an object around it opened"]],
  [`{"note": {"a": 1}, "ballots": [${ballot}]}`, [
    "an object around it opened",
    "a list around it opened",
  ]],
  [JSON.stringify(ballot), ["quoted JSON read"]],
  [ballot.replace("}],", "},],").replace(/}$/, ",\n}"), ["slips of JSON put right"]],
  [ballot.replace("than the index", "than\nthe index").replace("\n", "\t"), [
    "slips of JSON put right",
  ]],
  [`An example is {"kind": "score", "score": 4}. ${ballot}`, ["text around it taken off"]],
];

Deno.test("answerJson() takes off what stands around the one object that can be meant", () => {
  for (const [raw, mended] of READ) {
    const read = answerJson(raw);
    const value = JSON.parse(JSON.stringify(read.value).replace("\\t", " "));
    deepEqual([value, read.mended, read.issues], [answer(4), mended, []], raw);
    const parsed = parseBallot(raw, asked);
    deepEqual(parsed.subScores.technicals, { kind: "score", score: 4 });
    deepEqual(parsed.mended ?? [], mended);
  }
});

/** What cannot be read, by its code. */
const REFUSED: readonly (readonly [string, string])[] = [
  [`${ballot}\n${other}`, "several_answers"],
  [`[${ballot}, ${other}]`, "several_answers"],
  [`{"first": ${ballot}, "second": ${other}}`, "several_answers"],
  ["```json\n" + ballot + "\n```\nor\n```json\n" + other + "\n```", "several_answers"],
  [`<think>${plain}`, "unclosed_thinking"],
  [`<think>\nMomentum is strong, and`, "unclosed_thinking"],
  [`<think>${plain}</think>\n`, "only_thinking"],
  [`<think>a</think>${ballot.slice(0, 90)}`, "truncated"],
  [`Here it is: ${ballot.slice(0, 90)}`, "truncated"],
  ["```json\n" + ballot.slice(0, 90), "truncated"],
  [`${ballot} {"sector": "XLK", "subSco`, "truncated"],
  [ballot.replace('"score":4', '"score":NaN'), "not_json"],
  [`<think>a</think>${ballot.replace('"score":4', '"score":4,"score":1')}`, "duplicate_key"],
  ["```\nI would rather not say.\n```", "fenced_json"],
  ["<think>a</think>I would rather not say.", "not_json"],
  ["", "empty"],
  [`{"a": ${"[".repeat(40)}${"]".repeat(40)}}`, "too_deep"],
];

Deno.test("answerJson() refuses where which object is meant is not said, or it is not whole", () => {
  for (const [raw, code] of REFUSED) {
    deepEqual(answerJson(raw).issues.map((one) => one.code), [code], raw);
  }
});

Deno.test("answerJson() names the switch that helps where thinking or drafts are in the way", () => {
  for (const raw of [`<think>${plain}`, `<think>${plain}</think>`, `${ballot}${other}`]) {
    const [{ message }] = answerJson(raw).issues;
    match(message, /reasoningEffort "none".*--reasoning-budget 0/);
  }
  match(answerJson(`${ballot}${other}`).issues[0].message, /2 different.*response_format/);
  match(answerJson("<think>a").issues[0].message, /maxOutputTokens/);
});

Deno.test("a wrapper without a ballot is no ballot, and its faults are those of the whole", () => {
  try {
    parseBallot('{"answer": {"score": 4}}', asked);
    throw new Error("it was read");
  } catch (error) {
    ok(error instanceof BallotError);
    equal(error.issues[0].message, "sector is missing; need a value.");
    equal(error.raw, '{"answer": {"score": 4}}');
  }
});

Deno.test("answerJson() reads a million hostile characters in no time", () => {
  const began = performance.now();
  for (const piece of ['{"', "{", "[{", "<think>", "</think>", "<think></think>", '{"a":1}', '"']) {
    answerJson(piece.repeat(Math.floor(900_000 / piece.length)));
  }
  ok(performance.now() - began < 20_000);
});

Deno.test("mendedSentence() counts answers and ways, and is silent where nothing was mended", () => {
  deepEqual(mendedSentence([{}, {}]), []);
  deepEqual(
    mendedSentence([
      { mended: ["thinking taken off", "a code fence taken off"] },
      { mended: ["thinking taken off"] },
      {},
    ]),
    [
      "2 of 3 ballots were mended before they could be read: thinking taken off 2, " +
      "a code fence taken off 1.",
    ],
  );
});
