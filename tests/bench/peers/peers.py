"""Peers from PyPI on the lab's own numbers: how long they take, and whether they find the same.

    deno task bench --write-peer-input out/peers
    python -m venv out/peers/venv
    out/peers/venv/bin/pip install --require-hashes -r tests/bench/peers/requirements.txt
    out/peers/venv/bin/python tests/bench/peers/peers.py out/peers/peer_input.json

The input holds what each peer gets, our figure from it, and our time (the best of five after one that
warms the compiler up, one core). Peers are timed once, after one small call that imports and compiles.
Where both compute the same thing the figures are compared, and a difference ends the run with an error;
where they draw random numbers, within four Monte Carlo errors. No test of the lab needs this.
"""

import contextlib
import io
import json
import os
import sys
import tempfile
import time
import warnings
from importlib.metadata import version

import numpy as np
import pandas as pd

warnings.filterwarnings("ignore")
os.environ.setdefault("MPLBACKEND", "Agg")
faults = []


def timed(run):
    start = time.perf_counter()
    found = run()
    return found, time.perf_counter() - start


def row(what, package, seconds, ours_ms, figures, agrees):
    """One line of the table; `agrees` is None where the two compute different things."""
    agrees = None if agrees is None else bool(agrees)
    verdict = "not compared" if agrees is None else "agrees" if agrees else "DIFFERS"
    if agrees is False:
        faults.append(what)
    ratio = seconds * 1000 / ours_ms
    print(
        f"{what:<44} {package:<24} {seconds * 1000:>12,.2f} ms {ours_ms:>10,.3f} ms "
        f"{ratio:>9,.1f}  {verdict:<12} {figures}",
        flush=True,
    )


def named(package):
    return f"{package} {version(package)}"


def signals(of):
    import alphalens

    days = pd.bdate_range("2014-01-06", periods=len(of["scores"]) + 1)
    names = of["names"]
    growth = 1 + np.array(of["returns"])
    prices = pd.DataFrame(
        np.vstack([np.ones(len(names)), np.cumprod(growth, axis=0)]), index=days, columns=names
    )
    factor = pd.DataFrame(of["scores"], index=days[:-1], columns=names).stack()
    factor.index.names = ["date", "asset"]

    def run():
        with contextlib.redirect_stdout(io.StringIO()):
            # Cut by value: its quantiles raise on tied scores.
            data = alphalens.utils.get_clean_factor_and_forward_returns(
                factor, prices, quantiles=None, bins=5, periods=(of["horizon"],), max_loss=0.5
            )
            ic = alphalens.performance.factor_information_coefficient(data)
            alphalens.performance.mean_return_by_quantile(data, by_date=True)
        return ic

    ic, seconds = timed(run)
    found, ours = ic.mean().iloc[0], of["ours"]
    row(
        f"coefficients and groups, {len(ic)} dates",
        named("alphalens-reloaded"),
        seconds,
        ours["ms"],
        f"mean IC {found:.6f}, ours {ours['meanIc']:.6f}",
        abs(found - ours["meanIc"]) < 1e-9 and len(ic) == ours["dates"],
    )


def targets_of(of):
    """The tilt books of all weightings: weights × steps × names."""
    pillars, weights = np.array(of["pillars"]), np.array(of["weights"])
    scores = np.round(np.einsum("wp,pkn->wkn", weights, pillars), 9)
    tilts = scores - 3
    gross = np.abs(tilts).sum(axis=2, keepdims=True)
    return np.divide(tilts, gross, out=np.zeros_like(tilts), where=gross > 0)


def sharpe(returns, periods=52):
    return returns.mean(axis=0) / returns.std(axis=0, ddof=1) * np.sqrt(periods)


def sweep(of):
    relatives, fee = np.array(of["relatives"]), of["fee"]

    def loop():
        targets = targets_of(of)
        count, steps, names = targets.shape
        long, short = np.zeros((count, names)), np.zeros((count, names))
        net = np.empty((steps, count))
        for k in range(steps):
            to_long, to_short = np.maximum(targets[:, k], 0), np.maximum(-targets[:, k], 0)
            cost = fee * (np.abs(to_long - long) + np.abs(to_short - short)).sum(axis=1)
            factor = relatives[k]
            # A short gains on the capital it began with what the sector loses.
            gain = (to_long * (factor - 1) + to_short * (1 - factor)).sum(axis=1) - cost
            left = (1 + gain)[:, None]
            long, short = to_long * factor / left, to_short * (2 - factor) / left
            net[k] = gain
        return sharpe(net)

    found, seconds = timed(loop)
    ours = of["ours"]
    off = np.abs(found - ours["sharpes"]).max()
    row(
        f"sweep of {len(found)} weights, {len(relatives)} weeks, 10 bp",
        f"numpy {np.__version__} loop",
        seconds,
        ours["ms"],
        f"largest difference of a Sharpe {off:.1e}",
        off < 1e-9,
    )

    import vectorbt as vbt

    targets = targets_of(of)
    count, steps, names = targets.shape
    prices = np.vstack([np.ones(names), np.cumprod(relatives, axis=0)])

    def by_vectorbt(books):
        size = np.full((steps + 1, len(books) * names), np.nan)
        size[:-1] = books.transpose(1, 0, 2).reshape(steps, -1)
        columns = pd.MultiIndex.from_product([range(len(books)), range(names)])
        index = pd.bdate_range("2014-01-06", periods=steps + 1)
        portfolio = vbt.Portfolio.from_orders(
            pd.DataFrame(np.tile(prices, len(books)), index=index, columns=columns),
            pd.DataFrame(size, index=index, columns=columns),
            size_type="targetpercent",
            group_by=0,
            cash_sharing=True,
            call_seq="auto",
            freq="7D",
            init_cash=1e5,
        )
        return sharpe(portfolio.returns().to_numpy()[1:])

    by_vectorbt(targets[:1])
    found, seconds = timed(lambda: by_vectorbt(targets))
    off = np.abs(found - of["ours"]["withoutFee"]).max()
    row(
        "the same without the fee",
        named("vectorbt"),
        seconds,
        ours["ms"],
        f"largest difference of a Sharpe {off:.1e}",
        off < 1e-6,
    )


def tear_sheet(of):
    import logging

    import quantstats

    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)

    index = pd.to_datetime(of["days"])
    net, market = pd.Series(of["net"], index=index), pd.Series(of["index"], index=index)
    ours = of["ours"]
    found = quantstats.stats.sharpe(net, periods=52)
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "sheet.html")

        def run():
            with contextlib.redirect_stdout(io.StringIO()):
                quantstats.reports.html(net, benchmark=market, periods_per_year=52, output=path)
            return os.path.getsize(path)

        size, seconds = timed(run)
    row(
        f"tear sheet as a page, {len(net)} weeks",
        named("quantstats"),
        seconds,
        ours["sheetMs"],
        f"Sharpe {found:.6f}, ours {ours['sharpe']:.6f}; {size // 1000} kB, "
        f"ours {ours['sheetBytes'] // 1000} kB",
        abs(found - ours["sharpe"]) < 1e-9,
    )


def bootstrap(of, net):
    from arch.bootstrap import StationaryBootstrap

    def run(draws):
        drawn = StationaryBootstrap(of["blockLength"], net, seed=np.random.default_rng(1)).apply(
            lambda x: np.array([x.mean() / x.std(ddof=1)]), draws
        )
        return drawn[:, 0]

    run(10)
    drawn, seconds = timed(lambda: run(of["draws"]))
    ours, n = of["ours"], of["draws"]
    # Two means of n draws each differ by √2·sd/√n, two deviations by sd/√n.
    error = ours["deviation"] / np.sqrt(n)
    row(
        f"{n:,} stationary-bootstrap Sharpes",
        named("arch"),
        seconds,
        ours["ms"],
        f"mean {drawn.mean():.5f}, ours {ours['mean']:.5f}; "
        f"deviation {drawn.std(ddof=1):.5f}, ours {ours['deviation']:.5f}",
        abs(drawn.mean() - ours["mean"]) < 4 * np.sqrt(2) * error
        and abs(drawn.std(ddof=1) - ours["deviation"]) < 4 * error,
    )


def superior_ability(of):
    from arch.bootstrap import SPA

    differences = np.array([one for one in of["differences"] if np.any(one)]).T

    def run(draws):
        # Losses, so that less is better; the benchmark's are nothing.
        spa = SPA(
            np.zeros(len(differences)), -differences, block_size=of["blockLength"], reps=draws, seed=1
        )
        spa.compute()
        return spa.pvalues

    run(10)
    found, seconds = timed(lambda: run(of["draws"]))
    ours = of["ours"]
    pairs = [("lower", "pLower"), ("consistent", "pConsistent"), ("upper", "pUpper")]
    agrees = True
    for theirs, own in pairs:
        p = ours[own]
        error = np.sqrt(2 * max(p * (1 - p), 1 / of["draws"]) / of["draws"])
        agrees = agrees and abs(found[theirs] - p) < 4 * error
    row(
        f"SPA of {differences.shape[1]} models, {of['draws']:,} draws",
        named("arch"),
        seconds,
        ours["ms"],
        ", ".join(f"p {theirs} {found[theirs]:.3f}, ours {ours[own]:.3f}" for theirs, own in pairs)
        + f" (studentised, which arch is not: {ours['studentised']['pConsistent']:.3f})",
        agrees,
    )


def overfitting(of):
    import ffn

    trials = pd.DataFrame(np.array(of["trials"]).T)
    ffn.calc_prob_backtest_overfitting(trials.iloc[:, :3], n_blocks=2)
    found, seconds = timed(
        lambda: ffn.calc_prob_backtest_overfitting(
            trials, n_blocks=of["blocks"], full_output=True
        )
    )
    ours, logits = of["ours"], np.array(found["logits"])
    # ffn counts a winner in the very middle as below it; the lab counts half of it.
    halved = (logits < 0).mean() + (logits == 0).mean() / 2
    row(
        f"PBO, {of['blocks']} blocks of {trials.shape[1]} trials",
        named("ffn"),
        seconds,
        ours["ms"],
        f"{found['pbo']:.6f}, with ties by half {halved:.6f}, ours {ours['probability']:.6f}",
        abs(halved - ours["probability"]) < 1e-9,
    )


def construction(of):
    import cvxpy as cp

    tilts, betas, limits = np.array(of["tilts"]), np.array(of["betas"]), of["limits"]
    target = limits["gross"] * tilts / np.abs(tilts).sum()
    signs, rho = np.sign(tilts), 0.1

    def solve(side):
        # The hedge on one side of zero, so that every limit is linear.
        w, h = cp.Variable(len(tilts)), cp.Variable()
        size, hedge = cp.multiply(signs, w), side * h
        longs, shorts = np.maximum(signs, 0) @ w, np.maximum(-signs, 0) @ -w
        longs, shorts = (longs + hedge, shorts) if side > 0 else (longs, shorts + hedge)
        beta, most = betas @ w + h, limits["beta"]["max"]
        objective = 0.5 * cp.sum_squares(w - target) + 0.5 * rho * cp.square(h)
        problem = cp.Problem(
            cp.Minimize(1000 * objective),
            [
                size >= 0,
                hedge >= 0,
                size <= limits["sector"],
                hedge <= limits["hedge"],
                cp.sum(size) + hedge == limits["gross"],
                longs <= limits["side"],
                shorts <= limits["side"],
                cp.abs(cp.sum(w) + h) <= limits["net"],
                cp.sum(size[of["cluster"]]) <= limits["cluster"]["max"],
                cp.abs(beta) <= most,
                # A hedge works against the book's own beta alone.
                side * (betas @ w) <= 0,
            ],
        )
        problem.solve(solver=cp.CLARABEL)
        if problem.status != "optimal":
            return np.inf, None, None
        return problem.value / 1000, w.value, float(h.value)

    def run():
        return min((solve(side) for side in (1, -1)), key=lambda one: one[0])

    run()
    (value, weights, hedge), seconds = timed(run)
    ours = of["ours"]
    off = np.abs(np.append(weights, hedge) - np.append(ours["weights"], ours["hedge"])).max()
    row(
        "one construction, both signs of the hedge",
        f"cvxpy {version('cvxpy')}, Clarabel {version('clarabel')}",
        seconds,
        ours["ms"],
        f"objective {value:.8f}, ours {ours['objective']:.8f}; largest difference {off:.1e}",
        off < 1e-5,
    )


def main():
    if len(sys.argv) != 2:
        sys.exit(f"Cannot compare peers: need the path of peer_input.json\n\n{__doc__}")
    with open(sys.argv[1]) as file:
        given = json.load(file)
    print(
        f"Input: {given['source']}; Deno {given['deno']}; Python {sys.version.split()[0]}, "
        f"NumPy {np.__version__}, pandas {pd.__version__}\n"
    )
    print(f"{'what':<44} {'peer':<24} {'peer':>15} {'ours':>13} {'ratio':>9}  {'same':<12} figures")
    signals(given["signals"])
    sweep(given["sweep"])
    tear_sheet(given["returns"])
    bootstrap(given["bootstrap"], np.array(given["returns"]["net"]))
    superior_ability(given["spa"])
    overfitting(given["pbo"])
    construction(given["construction"])
    if faults:
        sys.exit(f"\nFigures differ: {', '.join(faults)}")


main()
