/** The stand-in's calls that make something go wrong. */

import { call } from "./api";

/** A rule. `times` null: until it is taken away; `person` null: everybody; `done`: how often it struck. */
export interface Fault {
  id: string;
  where: string;
  what: string;
  method: string | null;
  path: string | null;
  person: string | null;
  retry_after: number | null;
  seconds: number | null;
  times: number | null;
  done: number;
}

export type NewFault = Omit<Fault, "id" | "done">;

export type LifecycleNotice = "reauthorizationRequired" | "subscriptionRemoved" | "missed";

export interface Rights {
  install: boolean;
}

const path = encodeURIComponent;

export const readFaults = async (): Promise<Fault[]> => (await call<{ faults: Fault[] }>("GET", "/local/faults")).faults;
export const addFault = (fault: NewFault): Promise<Fault> => call("POST", "/local/faults", fault);
export const removeFault = (id: string): Promise<unknown> => call("DELETE", `/local/faults/${path(id)}`);
export const removeAllFaults = (): Promise<unknown> => call("DELETE", "/local/faults");
export const sendLifecycle = (what: LifecycleNotice, person: string): Promise<{ sent: number }> => call("POST", `/local/subscriptions/${what}`, { person });
export const expireDeltaTokens = (person: string): Promise<unknown> => call("POST", "/local/delta-tokens/expire", { person });
export const leave = (person: string): Promise<unknown> => call("POST", `/local/people/${path(person)}/left`);
export const readRights = (): Promise<Rights> => call("GET", "/local/rights");
export const setRights = (rights: Rights): Promise<unknown> => call("POST", "/local/rights", rights);
