import {describe, expect, it} from "vitest";
import {cityHash64, joinHash, levelHash} from "../../src/lib/models/catboost/city-hash.ts";

const hash = (text: string) => cityHash64(new TextEncoder().encode(text));

describe("CityHash64, version 1.0", () => {
  // Published vectors: ClickHouse's documentation (Moscow, How can …), the tests of the Rust crate naive-cityhash, and, for
  // more than 64 bytes, where Yandex's copy differs from Google's, the tests of YTsaurus (a hundred zeros; "yql").
  it.each([
    ["", 11160318154034397263n],
    ["1", 11413460447292444913n],
    ["12", 12074748272894662792n],
    ["abc", 4220206313085259313n],
    ["yql", 15201208517282908161n],
    ["1234", 11914632649014994877n],
    ["Moscow", 12507901496292878638n],
    ["12345678", 7177601938557627951n],
    ["123456789", 12390271160407166709n],
    ["1234567890abcdef", 10283158570132023530n],
    ["4RNfAbDSysH78xK5s", 16686325262955297357n],
    ["1234567890abcdefghijklmnopqrstuvwxyz", 6062807976406716385n],
    ["How can you write a big system without C++?  -Paul Glick", 6237945311650045625n],
    ["7zxsqkZNsEoNfRz83hct4HH5ytE3SFvx0MX9ACbDDBZhtUcR30pGvmJIPAoXwJCq", 12341453991847893643n],
    ["0".repeat(100), 4134813464650945862n],
  ])("of %j", (text, wanted) => {
    expect(hash(text)).toBe(wanted);
  });

  it("gives CatBoost's level hash: the low 32 bits, signed", () => {
    expect(levelHash("1")).toBe(Number(BigInt.asIntN(32, 11413460447292444913n)));
    expect(levelHash("Moscow")).toBe(Number(BigInt.asIntN(32, 12507901496292878638n)));
  });

  it("joins elements as CatBoost does, a negative element counting as its 64-bit two's complement", () => {
    const m = 0x4906ba494954cb65n;
    const one = BigInt.asUintN(64, m * (m * 7n));
    expect(joinHash(0n, 7)).toBe(one);
    expect(joinHash(one, -1)).toBe(BigInt.asUintN(64, m * (one + m * 0xffffffffffffffffn)));
  });
});
