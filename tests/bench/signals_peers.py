"""alphalens on the input of signals.ts: the same numbers, and how long they take.

    pip install alphalens-reloaded==0.5.1
    python tests/bench/signals_peers.py

Only coefficients and returns by quantile are timed here; the whole tear sheet draws besides.
"""

import time
import warnings

import numpy as np
import pandas as pd
import alphalens

warnings.filterwarnings("ignore")
WEEKS, NAMES = 552, list("ABCDEFGHIJK")
x = 11


def draw():
    global x
    x = x * 16807 % 2147483647
    return x / 2147483647


scores = np.array([[1 + np.floor(17 * draw()) / 4 for _ in NAMES] for _ in range(WEEKS)])
returns = np.array([[(draw() - 0.5) / 10 for _ in NAMES] for _ in range(WEEKS)])
days = pd.bdate_range("2014-01-06", periods=WEEKS + 1)
prices = pd.DataFrame(
    np.vstack([np.ones(len(NAMES)), np.cumprod(1 + returns, axis=0)]), index=days, columns=NAMES
)
factor = pd.DataFrame(scores, index=days[:WEEKS], columns=NAMES).stack()
factor.index.names = ["date", "asset"]

start = time.perf_counter()
# Cut by value: its quantiles raise on tied scores.
data = alphalens.utils.get_clean_factor_and_forward_returns(
    factor, prices, quantiles=None, bins=5, periods=(4,), max_loss=0.5
)
ic = alphalens.performance.factor_information_coefficient(data)
alphalens.performance.mean_return_by_quantile(data, by_date=True)
print(f"mean IC {ic.mean().iloc[0]:.6f} over {len(ic)} dates")
print(f"coefficients and quantiles: {time.perf_counter() - start:.2f} s")
