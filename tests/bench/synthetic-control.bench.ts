import {execFileSync} from "node:child_process";
import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {placeboInSpace} from "../../src/lib/causal/index.ts";
import {stream} from "../../src/lib/numeric/index.ts";
import {type Bench, notMeasured, type Result} from "./bench.ts";

const DONORS = 38;
const PERIODS = 31;
const PRE = 19;
const PREDICTORS = 7;
const REACH = 0.1;
const WHAT = `synthetic control, ${DONORS + 1} units × ${PERIODS} years, V by nested search, and ${DONORS} placebos (s)`;

/**
 * The same nested search in R: inner weights by quadprog::solve.QP, outer by optim's Nelder-Mead and then BFGS, from equal and
 * from regression-based weights, v = |x| / Σ|x|, as R's Synth does (which uses a slower inner solver).
 */
const PEER = `
library(quadprog)
args <- commandArgs(trailingOnly = TRUE)
outcomes <- as.matrix(read.csv(args[1], header = FALSE))
predictors <- as.matrix(read.csv(args[2], header = FALSE))
pre <- as.integer(args[3])
fit <- function(treated, donors) {
  X <- cbind(predictors[, donors], predictors[, treated])
  X <- X / apply(X, 1, sd)
  J <- length(donors)
  X0 <- X[, 1:J]; X1 <- X[, J + 1]
  Z0 <- outcomes[1:pre, donors]; Z1 <- outcomes[1:pre, treated]
  A <- cbind(rep(1, J), diag(J)); b <- c(1, rep(0, J))
  weights <- function(v) {
    H <- t(X0) %*% (v * X0)
    solve.QP(H + diag(1e-8 * mean(diag(H)), J), t(X0) %*% (v * X1), A, b, meq = 1)$solution
  }
  loss <- function(x) {
    v <- abs(x) / sum(abs(x))
    mean((Z1 - Z0 %*% weights(v))^2)
  }
  D <- cbind(1, scale(t(X)))
  beta <- solve(crossprod(D), t(D) %*% t(cbind(Z0, Z1)))[-1, ]
  regression <- rowSums(beta^2) / sum(beta^2)
  best <- Inf
  for (start in list(rep(1 / nrow(X), nrow(X)), regression)) {
    a <- optim(start, loss, method = "Nelder-Mead", control = list(maxit = 500))
    c <- optim(start, loss, method = "BFGS")
    best <- min(best, a$value, c$value)
  }
  best
}
started <- proc.time()[["elapsed"]]
n <- ncol(outcomes)
losses <- sapply(1:n, function(i) fit(i, setdiff(1:(n - 1), i)))
cat(proc.time()[["elapsed"]] - started, losses, sep = "\\n")
`;

/** Both find a V for each of the 39 units; ours must fit the pre-period as well, on average, as the peer's. */
export const bench: Bench = {
  name: "synthetic-control",
  async run(): Promise<Result[]> {
    const {outcomes, predictors} = states();
    const data = {
      treated: outcomes[DONORS],
      donors: outcomes.slice(0, DONORS),
      prePeriods: PRE,
      predictors: {treated: predictors[DONORS], donors: predictors.slice(0, DONORS)},
    };
    const seconds: number[] = [];
    let losses: number[] = [];
    for (let k = 0; k < 3; k++) {
      const started = performance.now();
      const {fit, placebos} = placeboInSpace(data, {method: "predictors", v: "nested"});
      seconds.push((performance.now() - started) / 1000);
      losses = [...placebos, fit].map(({preMspe}) => preMspe);
    }
    const ours = Math.min(...seconds);
    const folder = mkdtempSync(join(tmpdir(), "proofbook-bench-"));
    try {
      const csv = (name: string, units: readonly Float64Array[]) => {
        const path = join(folder, name);
        const rows = Array.from(units[0], (_, t) => units.map((y) => y[t]).join(","));
        writeFileSync(path, `${rows.join("\n")}\n`);
        return path;
      };
      const script = join(folder, "peer.R");
      writeFileSync(script, PEER);
      const files = [csv("outcomes.csv", outcomes), csv("predictors.csv", predictors)];
      let printed: string;
      try {
        printed = execFileSync("Rscript", [script, ...files, String(PRE)], {encoding: "utf8"});
      } catch (error) {
        const note = `R with quadprog is not there: ${error instanceof Error ? error.message.split("\n")[0] : error}`;
        return [
          {...notMeasured("synthetic-control", WHAT, `<= ${REACH} × R's optim + quadprog`, note), ours, peer: "absent"},
        ];
      }
      const [peer, ...peerLosses] = printed.trim().split("\n").map(Number);
      const mean = (values: readonly number[]) => values.reduce((sum, x) => sum + x / values.length, 0);
      const asGood = mean(losses) <= 1.01 * mean(peerLosses);
      const ratio = ours / peer;
      return [
        {
          name: "synthetic-control",
          what: WHAT,
          ours,
          peer,
          ratio,
          reach: `<= ${REACH} × R's optim + quadprog`,
          met: ratio <= REACH && asGood,
          note: `mean pre-period MSPE ${mean(losses).toFixed(4)}, R ${mean(peerLosses).toFixed(4)}${asGood ? "" : ": WORSE FIT"}`,
        },
      ];
    } finally {
      rmSync(folder, {recursive: true, force: true});
    }
  },
};

/** Units that follow three common factors, and predictors that tell their loadings: the last unit's are inside the others'. */
function states(): {outcomes: Float64Array[]; predictors: Float64Array[]} {
  const random = stream(7, "bench", "synthetic-control");
  const factors = Array.from({length: 3}, () => {
    let level = 0;
    return Float64Array.from({length: PERIODS}, () => {
      level += 2 * random.normal();
      return level;
    });
  });
  const mixing = Array.from({length: PREDICTORS}, () => Array.from({length: 3}, () => random.normal()));
  const units = Array.from({length: DONORS + 1}, () => Array.from({length: 3}, () => random.uniform()));
  return {
    outcomes: units.map((loadings) =>
      Float64Array.from({length: PERIODS}, (_, t) =>
        loadings.reduce((sum, l, k) => sum + 4 * l * factors[k][t], 100 + 20 * loadings[0] + random.normal()),
      ),
    ),
    predictors: units.map((loadings) =>
      Float64Array.from(mixing, (row) => row.reduce((sum, m, k) => sum + m * loadings[k], 0.3 * random.normal())),
    ),
  };
}
