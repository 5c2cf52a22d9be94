"""Speed of gradient descent and of the exact sharpness: one run, one core, CPU seconds.

    OMP_NUM_THREADS=1 python tests/benchmarks/descent.py [--blocks]

Compared in the same run: compiled kernels against plain NumPy (million network-steps per CPU-second), the reduced
problem against SciPy's `eigsh` on a hand-written Hessian-vector product (milliseconds a network), with the error
against the dense Hessian; also against Hessian-vector products by automatic differentiation in JAX or PyTorch where one
of them is installed. --blocks: the five linear and residual experiment blocks at full repetition counts with the
sharpness of every endpoint. Every figure is the best of several repetitions, with the spread; compilation is not
counted.
"""

from __future__ import annotations

import os
import sys
import time

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
from scipy.sparse.linalg import LinearOperator, eigsh

from numerics.descent import (
    gaussian_start,
    hessian_vector_product,
    kernels,
    nonlinear,
    perceptron,
    reference,
    residual,
    run,
)
from numerics.descent import residual_start as residual_at
from numerics.descent import sharpness as top_eigenvalue
from numerics.descent.dense import dense_hessian
from numerics.paper_data import floats, load_paper_data

REPEAT = 5


def cases():
    data = load_paper_data()
    rng = np.random.default_rng(0)
    X, y = data.regression.X64, data.regression.y64
    ten = perceptron(X, y, 10)
    forty = residual(X, y, 40, floats(data.readouts["residual_depth_40"])[:, 0])
    wide = perceptron(data.underdetermined.X64, data.underdetermined.y64, 5)
    yield "L=10, d=5", ten, gaussian_start(ten, rng, 512, 0.35), 1000
    yield "L=40, d=5, residual", forty, residual_at(forty, rng, 512, 0.25), 250
    yield "L=5, d=20", wide, gaussian_start(wide, rng, 512, 0.2), 250


def seconds(function) -> tuple[float, float]:
    """(best, worst) CPU seconds of REPEAT calls."""
    spent = []
    for _ in range(REPEAT):
        began = time.process_time()
        function()
        spent.append(time.process_time() - began)
    return min(spent), max(spent)


def steps(problem, W, count) -> str:
    rates = np.full(len(W), 1e-3)
    state = kernels.State.of(problem, W[:64], rates[:64])
    kernels.advance(problem, state, 1, 1e6)
    best, worst = seconds(lambda: kernels.advance(problem, state, count, 1e6))
    fast, slowest = 64 * count / best / 1e6, 64 * count / worst / 1e6
    few = max(5, count // 5)  # the arrays are transposed twice a call
    best, worst = seconds(lambda: reference.descend(problem, W, rates, few))
    plain = len(W) * few / best / 1e6
    return f"{fast:6.2f} ({slowest:.2f}) M steps/s compiled, {plain:5.2f} NumPy, ratio {fast / plain:.1f}"


def spectra(problem, W) -> str:
    W = W[:200]
    found = top_eigenvalue(problem, W)
    best, worst = seconds(lambda: top_eigenvalue(problem, W))
    error = max(abs(found[i] / np.linalg.eigvalsh(dense_hessian(problem, W[i]))[-1] - 1) for i in range(8))

    def by_eigsh(i: int) -> float:
        shape = W[:1].shape
        size = W[0].size
        product = LinearOperator(
            (size, size), matvec=lambda v: hessian_vector_product(problem, W[i : i + 1], v.reshape(shape)).ravel()
        )
        return float(eigsh(product, k=1, which="LA", return_eigenvectors=False, tol=1e-11)[0])

    began = time.process_time()
    other = [by_eigsh(i) for i in range(6)]
    slow = (time.process_time() - began) / 6
    assert np.allclose(other, found[:6], rtol=1e-9)
    return (
        f"{best / 200 * 1e3:.3f} ({worst / 200 * 1e3:.3f}) ms a network, error {error:.1e}; "
        f"eigsh {slow * 1e3:.1f} ms, ratio {slow / best * 200:.0f}"
    )


def automatic(problem, W) -> str:
    """eigsh on Hessian-vector products by JAX (else PyTorch), milliseconds a network; a line when neither is there."""
    product, name = _jax_product(problem), "JAX"
    if product is None:
        product, name = _torch_product(problem), "PyTorch"
    if product is None:
        return "automatic differentiation: skipped, neither jax nor torch is installed"
    found, shape, spent = top_eigenvalue(problem, W[:3]), W[0].shape, []
    for i in range(3):
        operator = LinearOperator(
            (W[i].size, W[i].size), matvec=lambda v, i=i: product(W[i], v.reshape(shape)).ravel(), dtype=np.float64
        )
        operator.matvec(np.ones(W[i].size))  # compiled outside of the clock
        began = time.process_time()
        other = eigsh(operator, k=1, which="LA", return_eigenvectors=False, tol=1e-11)[0]
        spent.append(time.process_time() - began)
        assert np.isclose(other, found[i], rtol=1e-8)
    return f"{name} Hessian-vector products + eigsh {min(spent) * 1e3:.1f} ms a network"


def _jax_product(problem):
    try:
        import jax
    except ImportError:
        return None
    jax.config.update("jax_enable_x64", True)
    S, c, p = problem.padded

    def risk(W):
        b = p
        for k in range(problem.L - 1, -1, -1):
            b = W[k].T @ b
        return b @ (S @ b) - 2 * (c @ b)

    product = jax.jit(lambda W, v: jax.jvp(jax.grad(risk), (W,), (v,))[1])
    return lambda W, v: np.asarray(product(W, v))


def _torch_product(problem):
    try:
        import torch
    except ImportError:
        return None
    S, c, p = (torch.from_numpy(a) for a in problem.padded)

    def risk(W):
        b = p
        for k in range(problem.L - 1, -1, -1):
            b = W[k].T @ b
        return b @ (S @ b) - 2 * (c @ b)

    def product(W, v):
        return torch.autograd.functional.vhp(risk, torch.from_numpy(W), torch.from_numpy(v))[1].numpy()

    return product


def tanh_gelu() -> str:
    data, rng = load_paper_data().noise_free, np.random.default_rng(0)
    W = 0.5 * rng.standard_normal((1, 10, 5, 5))
    W[:, -1, 1:] = 0
    nonlinear.run(data.X64, data.y64, W, 0.005, 1)
    best, worst = seconds(lambda: nonlinear.run(data.X64, data.y64, W, 0.005, 4000))
    began = time.process_time()
    for _ in range(200):
        nonlinear.risk_and_gradient(data.X64, data.y64, W[0])
    plain = (time.process_time() - began) / 200
    return f"{best / 4000 * 1e6:.1f} ({worst / 4000 * 1e6:.1f}) microseconds a step compiled, {plain * 1e6:.0f} NumPy"


def blocks() -> None:
    data = load_paper_data()
    total = began = 0.0
    kernels_warm = [run(p, W[:16], 1e-3, 1) for _, p, W, _ in cases()]
    [top_eigenvalue(p, W[:1]) for _, p, W, _ in cases()]
    del kernels_warm
    began = time.process_time()
    for setting in data.settings.values():
        if setting.name == "non_linear":
            continue
        total += _block(data, setting)
    spent = time.process_time() - began
    print(f"{total / 1e6:.1f} M network-steps of all linear and residual blocks with sharpness: {spent:.1f} CPU s")


def _block(data, setting) -> float:
    rng = np.random.default_rng(1)
    source = data.underdetermined if setting.d == 20 else data.regression
    done = 0.0
    if setting.name.startswith("resnet"):
        name = "residual" if setting.name == "resnet" else f"residual_depth_{setting.L}"
        problem, draw = residual(source.X64, source.y64, setting.L, floats(data.readouts[name])[:, 0]), residual_at
    else:
        problem, draw = perceptron(source.X64, source.y64, setting.L), gaussian_start
    for count in sorted(set(setting.steps)):
        lanes = [
            (float(eta), draw(problem, rng, repetitions, float(scale)))
            for eta, s, repetitions in zip(setting.learning_rates, setting.steps, setting.repetitions)
            for scale in setting.scales
            if s == count
        ]
        W = np.concatenate([w for _, w in lanes])
        eta = np.concatenate([np.full(len(w), e) for e, w in lanes])
        end = run(problem, W, eta, count)
        top_eigenvalue(problem, W)
        top_eigenvalue(problem, end.weights[end.finite])
        done += count * len(W)
    return done


if __name__ == "__main__":
    for name, problem, W, count in cases():
        print(f"{name:22s} {steps(problem, W, count)}")
        print(f"{'':22s} {spectra(problem, W)}")
        print(f"{'':22s} {automatic(problem, W)}")
    print(f"{'tanh-GELU, L=10, d=5':22s} {tanh_gelu()}")
    if "--blocks" in sys.argv:
        blocks()
