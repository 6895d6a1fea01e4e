import { deepEqual, equal, match, throws } from "node:assert/strict";
import * as allocation from "lab/allocation";

const S = [[0.04, 0.018, 0.006], [0.018, 0.0225, 0.0045], [0.006, 0.0045, 0.01]];
const PRIOR = [0.06, 0.04, 0.02];
const VIEW = { picks: [1, 0, 0], value: 0.09, confidence: 0.6 };

/** One bad argument and what is said of it, after "Cannot …: ". */
type Bad = readonly [argument: unknown, message: RegExp];

/** Matrices that are no covariance of three names; all who take one say the same. */
const NO_COVARIANCE: readonly Bad[] = [
  [undefined, /^the covariance must be a list of rows, got undefined; write one list/],
  [null, /^the covariance must be a list of rows, got null;/],
  ["S", /^the covariance must be a list of rows, got "S";/],
  [new Float64Array(9), /^the covariance must be a list of rows, got a list of 9;/],
  [{ names: ["XLE"], matrix: S }, /^the covariance must be .* an object; hand on its field/],
  [[0.04, 0.0225, 0.01], /^the covariance must be a list of rows, got 0.04 as row 0;/],
  [[S[0], S[1], "row"], /^the covariance must be a list of rows, got "row" as row 2;/],
  [[S[0], S[1], [0.006]], /^the covariance needs a row and a column .* \(3\), got 3 rows of 3, 1/],
  [S.slice(0, 2), /^the covariance needs a row and a column .*, got 2 rows of 3/],
  [entry(0, 1, NaN), /^the covariance in row 0, column 1 is not finite \(NaN\); measure it, or/],
  [entry(2, 2, Infinity), /^the covariance in row 2, column 2 is not finite \(Infinity\);/],
  [entry(1, 0, "0.018"), /^the covariance in row 1, column 0 is no number \("0.018"\);/],
  [
    entry(0, 1, 0.02),
    /^the covariance in row 0, column 1 is 0.02 one way and 0.018 the other; only/,
  ],
  [
    entry(1, 0, 0.02),
    /^the covariance in row 0, column 1 is 0.018 one way and 0.02 the other; only/,
  ],
  [
    entry(1, 1, -0.0225),
    /^the covariance .*: the variance in row 1 must be .* 0, got -0.0225; leave/,
  ],
  [
    [[0.04, 0.05, 0], [0.05, 0.0225, 0], [0, 0, 0.01]],
    /^the covariance .*: that in row 0, column 1 is 0.05, and their variances allow no .*; look/,
  ],
];
/** Further ones for those that invert it. */
const NOT_DEFINITE: readonly Bad[] = [
  [
    [[0, 0, 0], [0, 0.0225, 0], [0, 0, 0.01]],
    /^the covariance is not positive definite: the variance in row 0 must be above 0, got 0; leave/,
  ],
  [
    [[0.04, 0.02, 0], [0.02, 0.01, 0], [0, 0, 0.01]],
    /^the covariance is not positive definite: some book .*; take more days .* or shrink it/,
  ],
];
/** And for those to whom its size matters. */
const PERCENT: readonly Bad[] = [
  [
    S.map((row) => row.map((value) => 1e4 * value)),
    /^the covariance must be of returns as shares, got a variance in row 0 of 400; divide/,
  ],
];

function entry(i: number, j: number, value: unknown): unknown {
  return S.map((row, k) => row.map((one, m) => k === i && m === j ? value : one));
}

/** Options objects that are none of the known; then bad values of each by name. */
const options = (known: string, bad: Readonly<Record<string, readonly Bad[]>>): readonly Bad[] => [
  [null, new RegExp(`^the options must be an object with ${known}, got null`)],
  [3, new RegExp(`^the options must be an object with ${known}, got 3`)],
  ["gross", new RegExp(`^the options must be an object with ${known}, got "gross"`)],
  [[1, 1, 1], new RegExp(`^the options must be an object with ${known}, got a list of 3`)],
  [
    { halfLifeDay: 3 },
    new RegExp(`^there is no option "halfLifeDay"; .*${known}`),
  ],
  ...Object.entries(bad).flatMap(([name, values]) =>
    values.map(([value, message]): Bad => [{ [name]: value }, message])
  ),
];

/** Lists of three numbers. */
const list = (name: string): readonly Bad[] => [
  [null, new RegExp(`^${name} must be a list of numbers, one for each name, got null`)],
  ["1, 1, 1", new RegExp(`^${name} must be a list of numbers, .*, got "1, 1, 1"`)],
  [0.5, new RegExp(`^${name} must be a list of numbers, .*, got 0.5`)],
  [{ XLE: 1 }, new RegExp(`^${name} must be a list of numbers, .*, got an object`)],
  [new DataView(new ArrayBuffer(3)), new RegExp(`^${name} must be a list of .*, got an object`)],
  [new Map(), new RegExp(`^${name} must be a list of numbers, .*, got an object`)],
  [[1, NaN, 1], new RegExp(`^${name} must hold finite numbers, got NaN at position 1; measure`)],
  [[-Infinity, 1, 1], new RegExp(`^${name} must hold finite numbers, got -Infinity at pos.* 0;`)],
  [[1, 1, "1"], new RegExp(`^${name} must hold finite numbers, got "1" at position 2;`)],
  [["XLE", "XLK", "XLU"], new RegExp(`^${name} must hold finite numbers, got "XLE" at pos.* 0;`)],
  [[1, , 1], new RegExp(`^${name} must hold finite numbers, got undefined at position 1;`)],
];
const counted = (name: string): readonly Bad[] => [
  ...list(name),
  [[1, 1], new RegExp(`^${name} must hold one number for each name \\(3\\), got 2`)],
  [[], new RegExp(`^${name} must hold one number for each name \\(3\\), got 0`)],
];

const SIGNS: readonly Bad[] = [
  ...counted("signs"),
  [[1, 0, 1], /^signs must be 1 or -1, got 0 at position 1; leave out/],
  [[1, 1, 2], /^signs must be 1 or -1, got 2 at position 2; leave out/],
];
const GROSS: readonly Bad[] = [
  [0, /^gross must be a share in \(0, 3\], got 0$/],
  [-1, /^gross must be a share in \(0, 3\], got -1$/],
  [100, /^gross must be a share in \(0, 3\], got 100; for 100 % write 1$/],
  [NaN, /^gross must be a share in \(0, 3\], got NaN$/],
  [Infinity, /^gross must be a share in \(0, 3\], got Infinity$/],
  ["1", /^gross must be a share in \(0, 3\], got "1"$/],
  [null, /^gross must be a share in \(0, 3\], got null$/],
];
const AVERSION: readonly Bad[] = [0, -2.5, NaN, Infinity, "2.5", null].map((value) => [
  value,
  /^riskAversion must be a finite number above 0, got (0|-2.5|NaN|Infinity|"2.5"|null); 2.5 is usual/,
]);
/** Expected returns that are none. */
const RETURNS = (name: string): readonly Bad[] => [
  ...list(name),
  [[0.06, 4, 0.02], new RegExp(`^${name} at position 1 must be .* got 4; for 4 % write 0.04$`)],
  [[0.06, 0.04, -200], new RegExp(`^${name} at position 2 must be a share in .*, got -200$`)],
];

/** By function, what comes after "Cannot", and by place, bad arguments with good ones around them. */
const TABLE: Readonly<
  Record<string, {
    readonly action: string;
    readonly good: readonly unknown[];
    readonly bad: readonly (readonly Bad[])[];
  }>
> = {
  riskParity: {
    action: "share out risk",
    good: [S, {}],
    bad: [
      [...NO_COVARIANCE, ...NOT_DEFINITE],
      options("signs, budgets, gross", {
        signs: SIGNS,
        gross: GROSS,
        budgets: [
          ...counted("budgets"),
          [[1, 0, 1], /^budgets must be above 0, got 0 at position 1; leave out/],
          [[1, 1, -1], /^budgets must be above 0, got -1 at position 2; leave out/],
        ],
      }),
    ],
  },
  hierarchicalRiskParity: {
    action: "split by clusters",
    good: [S, {}],
    bad: [
      [...NO_COVARIANCE, ...NOT_DEFINITE],
      options("signs, linkage, gross", {
        signs: SIGNS,
        gross: GROSS,
        linkage: [
          ["median", /^linkage must be one of single, complete, average, ward, got "median"$/],
          [2, /^linkage must be one of single, complete, average, ward, got 2$/],
        ],
      }),
    ],
  },
  blackLitterman: {
    action: "blend views",
    good: [PRIOR, S, [VIEW], {}],
    bad: [
      [...RETURNS("prior"), [
        [0.06, 0.04],
        /^the covariance needs .* prior return \(2\), got 3 rows/,
      ]],
      [...NO_COVARIANCE, ...NOT_DEFINITE, ...PERCENT],
      [
        [undefined, /^the views must be a list of objects with picks, .*, got undefined$/],
        [
          VIEW,
          /^the views must be a list of objects with picks, value and confidence, got an object$/,
        ],
        [[VIEW, null], /^view 1 must be an object with picks, value, confidence, got null$/],
        [
          [{ ...VIEW, confidance: 0.5 }],
          /^view 0 has no "confidance"; it has picks, value, confidence$/,
        ],
        ...counted("picks of view 0").map((
          [picks, message],
        ): Bad => [[{ ...VIEW, picks }], message]),
        [
          [{ ...VIEW, picks: [0, 0, 0] }],
          /^picks of view 0 must not all be 0, got \[0, 0, 0\]; put/,
        ],
        [[{ ...VIEW, value: NaN }], /^the value of view 0 must be a share in \[-1, 1\], got NaN$/],
        [[{ ...VIEW, value: 9 }], /^the value of view 0 must be .*, got 9; for 9 % write 0.09$/],
        [
          [VIEW, { picks: [1, -0.5, -0.5], value: 2, confidence: 1 }],
          /^the value of view 1 must be a share in \[-1, 1\], got 2; for 2 % write 0.02$/,
        ],
        [[{ ...VIEW, value: "9 %" }], /^the value of view 0 must be a share in .*, got "9 %"$/],
        [
          [{ ...VIEW, confidence: 60 }],
          /^the confidence of view 0 .*, got 60; for 60 % write 0.6$/,
        ],
        [[{ ...VIEW, confidence: -0.1 }], /^the confidence of view 0 .* in \[0, 1\], got -0.1$/],
        [[{ ...VIEW, confidence: NaN }], /^the confidence of view 0 must be .*, got NaN$/],
        [
          [{ picks: [1, 0, 0], value: 0.1 }],
          /^the confidence of view 0 must be .*, got undefined$/,
        ],
        [
          [{ ...VIEW, confidence: 1 }, { ...VIEW, confidence: 1 }],
          /^need views that do not repeat each other with certainty, got 2 .*; leave one out/,
        ],
      ],
      options("tau", {
        tau: [
          [0, /^tau must be a share in \(0, 1\], got 0$/],
          [5, /^tau must be a share in \(0, 1\], got 5; for 5 % write 0.05$/],
          [NaN, /^tau must be a share in \(0, 1\], got NaN$/],
          [Infinity, /^tau must be a share in \(0, 1\], got Infinity$/],
          ["0.05", /^tau must be a share in \(0, 1\], got "0.05"$/],
        ],
      }),
    ],
  },
  impliedReturns: {
    action: "imply returns",
    good: [[0.5, 0.3, 0.2], S, {}],
    bad: [
      [
        ...list("weights"),
        [[0.5, 0.5], /^the covariance needs a row and a column for each weight \(2\), got 3 rows/],
        [
          [50, 30, -20],
          /^weights must be shares of equity .* at most 10, got a sum of 100; for 50 % write 0.5$/,
        ],
      ],
      [...NO_COVARIANCE, ...PERCENT],
      options("riskAversion", { riskAversion: AVERSION }),
    ],
  },
  impliedWeights: {
    action: "imply weights",
    good: [PRIOR, S, {}],
    bad: [
      [...RETURNS("returns"), [
        [0.06],
        /^the covariance needs .* for each return \(1\), got 3 rows/,
      ]],
      [...NO_COVARIANCE, ...NOT_DEFINITE, ...PERCENT],
      options("riskAversion", { riskAversion: AVERSION }),
    ],
  },
  expectedReturns: {
    action: "expect returns",
    good: [[1, 3, 5], { ic: 0.05, volatilities: [0.04, 0.05, 0.06] }],
    bad: [
      [
        ...list("scores"),
        [[1, 2], /^volatilities must hold one number for each name \(2\), got 3$/],
      ],
      [
        [undefined, /^the options must be an object with ic, volatilities, .*, got undefined$/],
        [{ volatilities: [0.1, 0.1, 0.1] }, /^ic must be a share in \[-1, 1\], got undefined$/],
        ...options("ic, volatilities, cap, age, halfLife", {}),
        ...([
          [{ ic: 5 }, /^ic must be a share in \[-1, 1\], got 5; for 5 % write 0.05$/],
          [{ ic: NaN }, /^ic must be a share in \[-1, 1\], got NaN$/],
          [{ ic: "0.05" }, /^ic must be a share in \[-1, 1\], got "0.05"$/],
          [{ cap: 0 }, /^cap must be a number above 0, in standard deviations, got 0$/],
          [{ cap: NaN }, /^cap must be a number above 0, in standard deviations, got NaN$/],
          [{ cap: "2" }, /^cap must be a number above 0, in standard deviations, got "2"$/],
          [{ age: -1 }, /^age must be a finite number from 0, got -1$/],
          [{ age: Infinity }, /^age must be a finite number from 0, got Infinity$/],
          [{ halfLife: 0 }, /^halfLife must be a number above 0, in the unit of age, got 0$/],
          [{ halfLife: NaN }, /^halfLife must be a number above 0, in the unit of age, got NaN$/],
          ...counted("volatilities").map(([volatilities, message]): Bad => [
            { volatilities },
            message,
          ]),
          [
            { volatilities: [0.1, -1, 0] },
            /^the volatility at position 1 must be a share in \[0, 3\], got -1$/,
          ],
          [
            { volatilities: [20, 0.1, 0.1] },
            /^the volatility at position 0 must be a share in \[0, 3\], got 20; for 20 % write 0.2$/,
          ],
        ] as Bad[]).map(([change, message]): Bad => [
          { ic: 0.05, volatilities: [0.04, 0.05, 0.06], ...change as object },
          message,
        ]),
      ],
    ],
  },
};

Deno.test("every public function of lab/allocation stands in the table of bad input", () => {
  const names = Object.entries(allocation)
    .filter(([, value]) => typeof value === "function").map(([name]) => name);
  deepEqual(names.toSorted(), Object.keys(TABLE).toSorted());
});

for (const [name, { action, good, bad }] of Object.entries(TABLE)) {
  const call = (allocation as unknown as Record<string, (...given: unknown[]) => unknown>)[name];
  Deno.test(`${name}() refuses what is none, in one sentence with value and remedy`, () => {
    equal(bad.length, good.length);
    call(...good);
    bad.forEach((cases, place) => {
      for (const [argument, message] of cases) {
        throws(() => call(...good.with(place, argument)), (error: Error) => {
          const { message: said } = error;
          match(error.constructor.name, /^(RangeError|TypeError)$/, said);
          equal(said.slice(0, action.length + 9), `Cannot ${action}: `);
          match(said.slice(action.length + 9), message);
          // One sentence: no stop within, but for those of decimal numbers.
          equal(/[.!?]\s|\n/.test(said), false, said);
          return true;
        });
      }
    });
  });
}

Deno.test("a list or an object of the wrong kind is a TypeError, a wrong figure a RangeError", () => {
  const call = allocation.riskParity as (...given: unknown[]) => unknown;
  throws(() => call("S"), TypeError);
  throws(() => call([0.04]), TypeError);
  throws(() => call(S, null), TypeError);
  throws(() => call(S, { signs: 1 }), TypeError);
  throws(() => call([[0.04, 0.01], [0.02, 0.04]]), RangeError);
  throws(() => call(S, { signs: [1] }), RangeError);
  throws(() => call(S, { sign: [1, 1, 1] }), RangeError);
});
