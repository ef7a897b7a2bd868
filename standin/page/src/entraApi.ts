/** The stand-in's switches for signing in. */

import { call } from "./api";

/** What holds for everybody. */
export interface Organisation {
  allowed: boolean;
  people_may_consent: boolean;
  silent_sign_in: boolean;
}

/** What holds for one person. */
export interface Account {
  mfa_required: boolean;
  disabled: boolean;
  locked: boolean;
}

/** All switches. */
export interface Entra {
  organisation: Organisation;
  people: Record<string, Account>;
}

export type AccountEvent = "sign-out" | "password" | "expire-access" | "expire-refresh";
export type KeyOwner = "entra" | "channel";

const path = encodeURIComponent;

export const readEntra = (): Promise<Entra> => call("GET", "/local/entra");
export const switchOrganisation = (change: Partial<Organisation>): Promise<Entra> => call("POST", "/local/entra/organisation", change);
export const switchAccount = (person: string, change: Partial<Account>): Promise<Entra> => call("POST", `/local/entra/people/${path(person)}`, change);
export const happenTo = (person: string, what: AccountEvent): Promise<Entra> => call("POST", `/local/entra/people/${path(person)}/${what}`, {});
export const newKey = (owner: KeyOwner, keepsOld: boolean): Promise<Entra> => call("POST", `/local/entra/keys/${owner}`, { keeps_old: keepsOld });
