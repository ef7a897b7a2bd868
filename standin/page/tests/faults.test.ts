import { describe, expect, it, vi } from "vitest";

import { FaultForm } from "../src/faultForm";
import type { Fault, NewFault } from "../src/faultsApi";
import { describe as inWords, secondsAsked } from "../src/faultWords";

const ANA = { key: "ana", name: "Ana de Wit" };
const nameOf = () => ANA.name;
const fault: Fault = { id: "f1", where: "graph", what: "429", method: "POST", path: "/events", person: "ana", retry_after: 2, seconds: null, times: 1, done: 0 };

function form() {
  const switchOn = vi.fn((_fault: NewFault) => undefined);
  const { element } = new FaultForm(ANA, switchOn);
  document.body.replaceChildren(element);
  const set = (testId: string, value: string) => {
    const input = element.querySelector<HTMLInputElement>(`[data-testid="${testId}"]`);
    if (input) input.value = value;
    input?.dispatchEvent(new Event("change"));
  };
  return { set, send: () => (element.requestSubmit(), switchOn.mock.calls[0]?.[0]) };
}

describe("a fault in words", () => {
  it("says what happens, to which calls, for whom and how often", () => {
    expect(inWords(fault, nameOf)).toEqual(["Calendar, mail and people: too many requests (429)", "POST /events · 2 s · for Ana de Wit · once · has not happened yet"]);
  });

  it("says when it holds for everybody, and until it is taken away", () => {
    const always = { ...fault, where: "notices", what: "lost", method: null, path: null, person: null, retry_after: null, times: null, done: 3 };
    expect(inWords(always, nameOf)).toEqual(["Notices of changes: they are lost", "for everybody · until taken away · has happened 3 times"]);
  });

  it("asks for seconds only where they mean something", () => {
    expect([secondsAsked("429"), secondsAsked("slow"), secondsAsked("404")].map(Boolean)).toEqual([true, true, false]);
  });
});

describe("a developer who switches on a fault", () => {
  it("gets one for this person, once, unless they say otherwise", () => {
    expect(form().send()).toEqual({ where: "teams", what: "429", method: null, path: null, person: "ana", retry_after: 5, seconds: null, times: 1 });
  });

  it("is offered what can happen to notices, which have no address", () => {
    const { set, send } = form();
    set("fault-path", "/events");
    set("fault-where", "notices");
    set("fault-what", "late");
    set("fault-seconds", "7");
    set("fault-times", "");
    set("fault-who", "");
    expect(send()).toEqual({ where: "notices", what: "late", method: null, path: null, person: null, retry_after: null, seconds: 7, times: null });
  });
});
