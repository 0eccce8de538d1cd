import { expect, test } from "vitest";
import { contradictionsBetween, LAW_COUNTRIES } from "./contradictions.ts";

const subjects = (...countries: string[]): string[] =>
  contradictionsBetween(countries).map(({ subject }) => subject);

test.each([
  ["India opens the file, Germany keeps the reporter secret", ["IN", "DE"], ["open_file_or_secrecy"]],
  ["a lawyer is barred here and a right there", ["IN", "CA"], ["representation"]],
  ["Spain tells the prosecutor, in the States it is the reporter's choice", ["ES", "US"], ["referral"]],
  ["Sweden erases what Czechia keeps", ["SE", "CZ"], ["retention"]],
  ["two that ask for the same", ["SE", "DE"], []],
  ["one country alone", ["IN"], []],
  ["none that is known", ["XX", "IN"], []],
])("%s", (_, countries, expected) => {
  expect(subjects(...countries)).toEqual(expected);
});

test("both sides are named, with law and article", () => {
  const [found] = contradictionsBetween(["IN", "FR"]);
  expect(found?.says.map(({ law, side }) => [law, side])).toEqual([
    ["in-posh", "open"],
    ["eu-2019-1937", "secret"],
  ]);
});

test("every country has a law that something can contradict", () => {
  expect(LAW_COUNTRIES).toContain("IN");
  const met = LAW_COUNTRIES.filter(one => LAW_COUNTRIES.some(other => subjects(one, other).length > 0));
  expect(met).toEqual(LAW_COUNTRIES);
});
