"""The notation of all statements, once for the whole report, and the definitions behind recorded names.

Source: the slides of Marion and Chizat (2024); layers are numbered 1 to L and W_1 acts first.
"""

from __future__ import annotations

NOTATION: tuple[tuple[str, str], ...] = (
    (r"X,\ y", "data: n rows of d inputs, n outputs"),
    (
        r"\Sigma=\tfrac1nX^\top X",
        r"covariance; $\lambda,\lambda_+,\Lambda$: smallest, smallest nonzero, largest eigenvalue",
    ),
    (r"W_1,\dots,W_L", r"layers, $W_k$ of $d_k$ rows and $d_{k-1}$ columns; $p$: fixed readout"),
    (r"\pi(W)=W_1^\top\cdots W_L^\top p", "regressor of the network"),
    (r"\pi^\star\ (w^\star)", r"optimal regressor of least norm; $\rho=\|\pi^\star\|$, $\hat\pi=\pi^\star/\rho$"),
    (r"a=\hat\pi^\top\Sigma\hat\pi", r"and $a_2=\|\Sigma\hat\pi\|^2/a$"),
    (r"R(W)=\tfrac1n\|y-X\pi(W)\|^2", r"risk; $R_{\min}$: least risk; $E=R-R_{\min}$"),
    (r"S(W)", r"sharpness, the largest eigenvalue of $\nabla^2R(W)$; $S_{\min}$: its infimum over minimizers"),
    (r"b_L=p,\ b_{k-1}=W_k^\top b_k", r"so that $b_0=\pi(W)$; $P_k=W_1^\top\cdots W_{k-1}^\top$, $P_1=I$"),
    (
        r"S(W)=2\lambda_{\max}(\Sigma\,JJ^\top)",
        r"at every minimizer, with $JJ^\top=\sum_k\|b_k\|^2P_kP_k^\top$; "
        r"for $d=1$: $S_{\min}=2L\Sigma\rho^{2-2/L}\|p\|^{2/L}$",
    ),
    (r"r_k=\|b_k\|/\|b_{k-1}\|", r"inverse gain of layer $k$; $r_1=\|b_1\|/\rho$"),
    (r"\sigma_k,u_k,v_k", r"largest singular value of $W_k$ and its vectors"),
    (r"D_k=W_{k+1}^\top W_{k+1}-W_kW_k^\top", r"imbalance, $\delta_k=\|D_k\|_2$, $\Delta=\sum_k\delta_k$"),
    (r"m=\max_k\|W_k(0)\|_F^2", r"and $\varepsilon=3m+2\Delta$"),
    (
        r"W_k=I+\frac{s}{\sqrt{Ld}}N_k+\frac1L\theta_k",
        r"residual networks, random products: $N_k$ with independent standard Gaussian entries, $G_k=W_k\cdots W_1$, "
        r"$u$ the deviation; $\gamma\le\sigma_{\min}$ and $M\ge\|\cdot\|$ bounds on products, $\kappa=M/\gamma$",
    ),
    (r"X,Y,\ W=W_1W_2", "on the poster: two layers of the map $x\\mapsto W^\\top x$, several outputs"),
    (r"f=\tfrac1{2n}\|Y-XW\|_F^2", r"its risk; $\Sigma_x=X^\top X/n$, $\Sigma_{xy}=X^\top Y/n$"),
    (
        r"\Sigma_x=UD_xU^\top,\ \Sigma_{xy}=UD_{xy}V^\top",
        r"its common decomposition; $\lambda_i,\sigma_i$: diagonals of $D_x,D_{xy}$",
    ),
    (r"\|\cdot\|_2,\ \|\cdot\|_F,\ \|\cdot\|_*", "spectral, Frobenius, trace norm; Euclidean for vectors"),
)

# What the recorded quantities of a witness are called there, and how they are defined.
DEFINITIONS = {
    "Sigma": r"\Sigma=\tfrac1nX^\top X",
    "pi*": r"\pi^\star",
    "pi(W)": r"\pi(W)=W_1^\top\cdots W_L^\top p",
    "R(W)": r"R(W)=\tfrac1n\|y-X\pi(W)\|^2",
    "R_min": r"R_{\min}",
    "a": r"a=\pi^{\star\top}\Sigma\pi^\star/\|\pi^\star\|^2",
    "S(W)": r"S(W)=\lambda_{\max}(\nabla^2R(W))",
    "S_min": r"S_{\min}",
}
