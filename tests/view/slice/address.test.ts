import {afterEach, beforeEach, describe, expect, it, vi} from "vitest";
import {type Address, addressBar} from "../../../src/lib/view/slice/address.ts";
import {openDocument} from "./dom.ts";

describe("addressBar", () => {
  let address: Address;
  let moved: string[];
  let steps: string[];
  beforeEach(() => {
    openDocument("http://127.0.0.1/pages/slice#top");
    vi.useFakeTimers({toFake: ["setTimeout", "clearTimeout"]});
    moved = [];
    steps = [];
    for (const kind of ["pushState", "replaceState"] as const) {
      const original = history[kind].bind(history);
      history[kind] = (state, title, url) => {
        steps.push(`${kind === "pushState" ? "push" : "replace"} ${url}`);
        original(state, title, url);
      };
    }
    address = addressBar((search) => moved.push(search), 250);
  });
  afterEach(() => vi.useRealTimers());
  const wait = () => vi.advanceTimersByTime(250);

  it("makes one step of what is typed into one field, and a new one once the reader has left it", () => {
    address.write("?min=1", "min");
    wait();
    address.write("?min=15", "min");
    wait();
    address.settle();
    address.write("?min=2", "min");
    wait();
    expect(steps).toEqual([
      "push /pages/slice?min=1#top",
      "replace /pages/slice?min=15#top",
      "push /pages/slice?min=2#top",
    ]);
  });

  it("makes a step of each box that is ticked, and one of several ticked at once", () => {
    for (const [search, pause] of [
      ["?trader=A", true],
      ["?trader=A&trader=B", false],
      ["?trader=A&trader=B&trader=C", true],
    ] as const) {
      address.write(search, "trader");
      address.settle();
      if (pause) wait();
    }
    expect(steps).toEqual(["push /pages/slice?trader=A#top", "push /pages/slice?trader=A&trader=B&trader=C#top"]);
  });

  it("writes nothing where the address says it already, or where the reader has gone back meanwhile", () => {
    address.write("", "min");
    wait();
    address.write("?min=1", "min");
    dispatchEvent(new Event("popstate"));
    wait();
    expect(steps).toEqual([]);
    expect(moved).toEqual([""]);
  });
});
