import {expect, test} from "vitest";
import {readFiles} from "./a-folder.ts";

const possible = (files: Record<string, string>) =>
  Object.fromEntries(
    readFiles(files).quality.abilities.map((a) => [a.what.split(" ").slice(0, 2).join(" "), a.possible]),
  );

const DAILY = "account_id,date,net\nA,2025-01-06,1\n";

test("daily P&L alone: replay, and nothing that needs more", () => {
  expect(possible({"daily.csv": DAILY})).toEqual({
    "Judge predictions": false,
    "Train models": false,
    "Replay a": true,
    "Use trading": false,
    "Use single": false,
    "Relate results": false,
    "Estimate the": false,
  });
  for (const ability of readFiles({"daily.csv": DAILY}).quality.abilities) expect(ability.why).toMatch(/\.$/);
});

test("everything there", () => {
  const days = Array.from({length: 30}, (_, i) => `2025-03-${String(i + 1).padStart(2, "0")}`);
  expect(
    Object.values(
      possible({
        "daily.csv": `account_id,date,net,trades\n${days.map((d) => `A,${d},1,2`).join("\n")}`,
        "predictions.csv": "account_id,date,p_loss\nA,2025-03-01,.5\n",
        "fills.csv": "account_id,time,quantity,price\nA,2025-03-01,1,1\n",
        "market.csv": "date,close\n2025-03-01,1\n",
        "interventions.csv": "account_id,date,multiplier\nA,2025-03-01,0.5\n",
      }),
    ),
  ).toEqual(Array(7).fill(true));
});

test("there, and of no use", () => {
  expect(
    Object.values(
      possible({
        "daily.csv": "account_id,date,net\nA,2025-03-03,0\n",
        "predictions.csv": "account_id,date,large_loss\nA,2025-03-03,1\n",
        "market.csv": "date,close\n2025-03-04,1\n",
        "interventions.csv": "account_id,date,multiplier\nA,2025-03-03,1\n",
      }),
    ),
  ).toEqual(Array(7).fill(false));
});

test("says which predictions were recognised, and which only a study can use", () => {
  const [ability] = readFiles({
    "daily.csv": DAILY,
    "predictions.csv": "account_id,date,var_5,mystery,hit\nA,2025-01-06,-3,17,1\n",
  }).quality.abilities;
  expect(ability.why).toBe(
    "1 prediction; recognised by name: var_5; labels, known only after the day and never used to predict: hit; only if the study names them: mystery.",
  );
});
