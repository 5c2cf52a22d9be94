"""Source of the inner loops of gradient descent for one width: loops over lanes, unrolled over rows and columns.

Why source is generated: the compiler turns a loop over V lanes into vector instructions only when the loops inside it
are gone, and unrolling D x D updates by itself it does not do well (a version with a constant D runs at half the
speed). Weights of one layer are stored as W[(i D + j) V + v], entry (i, j) of lane v; vectors as b[i V + v].

    backward(W, b, out)               out_j = sum_i W_ij b_i
    forward(W, b, f, out, rate)       out_i = sum_j W_ij f_j with the old W, then W_ij <- W_ij - rate b_i f_j

Two shapes: for narrow layers all of W is kept in registers, for wide ones one row at a time.
"""

from __future__ import annotations

NARROW = 8


def kernel_source(D: int, V: int, name: str) -> str:
    """Python source of backward{name} and forward{name} for width D and V lanes."""
    return "\n".join(_narrow(D, V, name) if D <= NARROW else _wide(D, V, name)) + "\n"


def _narrow(D: int, V: int, name: str) -> list[str]:
    n = range(D)
    lines = [f"def backward{name}(W, b, out):", f"    for v in range({V}):"]
    lines += [f"        b{i} = b[{i * V} + v]" for i in n]
    lines += [f"        o{j} = " + " + ".join(f"W[{(i * D + j) * V} + v] * b{i}" for i in n) for j in n]
    lines += [f"        out[{j * V} + v] = o{j}" for j in n]
    lines += [f"def forward{name}(W, b, f, out, rate):", f"    for v in range({V}):", "        r = rate[v]"]
    lines += [f"        f{j} = f[{j * V} + v]" for j in n]
    lines += [f"        c{i} = b[{i * V} + v] * r" for i in n]
    lines += [f"        w{i}_{j} = W[{(i * D + j) * V} + v]" for i in n for j in n]
    lines += [f"        out[{i * V} + v] = " + " + ".join(f"w{i}_{j} * f{j}" for j in n) for i in n]
    lines += [f"        W[{(i * D + j) * V} + v] = w{i}_{j} - c{i} * f{j}" for i in n for j in n]
    return lines


def _wide(D: int, V: int, name: str) -> list[str]:
    row, n = D * V, range(D)
    lines = [f"def backward{name}(W, b, out):", f"    for q in range({row}):", "        out[q] = 0.0"]
    lines += [
        f"    for i in range({D}):",
        f"        w, x = W[i * {row} : i * {row} + {row}], b[i * {V} : i * {V} + {V}]",
    ]
    lines += [f"        for v in range({V}):", "            xv = x[v]"]
    lines += [f"            out[{j * V} + v] += w[{j * V} + v] * xv" for j in n]
    lines += [f"def forward{name}(W, b, f, out, rate):", f"    for i in range({D}):"]
    lines += [f"        w, x = W[i * {row} : i * {row} + {row}], b[i * {V} : i * {V} + {V}]"]
    lines += [f"        o = out[i * {V} : i * {V} + {V}]", f"        for v in range({V}):"]
    lines += ["            c = x[v] * rate[v]", "            s = 0.0"]
    for j in n:
        lines += [f"            w{j} = w[{j * V} + v]", f"            f{j} = f[{j * V} + v]"]
        lines += [f"            s += w{j} * f{j}", f"            w[{j * V} + v] = w{j} - c * f{j}"]
    return [*lines, "            o[v] = s"]
