/** What the stand-in answers, and the calls of this page. Every call has a time limit and fails with `ApiError`. */

export interface Person {
  key: string;
  name: string;
  mail: string;
  objectId: string;
  locale: string;
  zone: string;
  hasApp: boolean;
  isBlocked: boolean;
  hasLeft: boolean;
  workingHours: WorkingHours;
}

/** When somebody works, by the wall clock: `monday`, `09:00`. */
export interface WorkingHours {
  days: string[];
  start: string;
  end: string;
}

/** How a person stands with the app. */
export type Standing = Pick<Person, "hasApp" | "isBlocked" | "hasLeft">;

export interface Message {
  id: string;
  from: "app" | "person";
  text: string;
  card: Record<string, unknown> | null;
  signIn: SignIn | null;
  at: string;
  updatedAt: string | null;
}

/** An app's wish that the person signs in; `exchangeId` null: not silently; `isDone`: that went well. */
export interface SignIn {
  text: string;
  title: string;
  link: string;
  exchangeId: string | null;
  connectionName: string;
  isDone: boolean;
}

export interface MailAddress {
  name: string;
  mail: string;
}

export interface Body {
  contentType: string;
  content: string;
}

export interface Mail {
  id: string;
  from: MailAddress;
  to: MailAddress[];
  subject: string;
  body: Body;
  at: string;
  read: boolean;
}

export interface FoundPerson {
  title: string;
  value: string;
  mail: string;
}

export interface Press {
  messageId: string;
  verb: string;
  data: Record<string, unknown>;
  id?: string;
  title?: string;
}

/** What the app answered to a pressed button; status 0 when it could not be reached. */
export interface PressAnswer {
  status: number;
  body: unknown;
}

export interface ClockReading {
  offset_seconds: number;
  now: string;
}

export const UNREACHABLE = "Unable to reach app. Please try again.";
const LONGEST_CALL_MS = 20_000;

/** A call that failed, with a sentence for the person; status 0 when nothing answered. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

export const readPeople = (): Promise<Person[]> => call("GET", "/window/people");
export const readClock = (): Promise<ClockReading> => call("GET", "/local/clock");
export const jump = (seconds: number): Promise<ClockReading> => call("POST", "/local/clock", { jump_seconds: seconds });

/** The calls of one person's window. */
export class WindowApi {
  readonly #base: string;

  constructor(readonly person: Person) {
    this.#base = `/window/${person.key}`;
  }

  chat = (): Promise<{ messages: Message[]; now: string }> => call("GET", `${this.#base}/chat`);
  say = (text: string): Promise<unknown> => call("POST", `${this.#base}/chat`, { text });
  press = (press: Press): Promise<PressAnswer> => call("POST", `${this.#base}/actions`, press);
  signInSilently = (messageId: string): Promise<PressAnswer & { name: string }> => call("POST", `${this.#base}/sign-in`, { messageId });
  verifyState = (state: string): Promise<PressAnswer> => call("POST", `${this.#base}/verify-state`, { state });
  findPeople = (query: string): Promise<FoundPerson[]> =>
    call("GET", `${this.#base}/people?${new URLSearchParams({ query })}`);
  mailbox = (): Promise<Mail[]> => call("GET", `${this.#base}/mailbox`);
  markMail = (id: string, read: boolean): Promise<unknown> =>
    call("POST", `${this.#base}/mailbox/${encodeURIComponent(id)}/read`, { read });
  changeApp = (change: { installed: boolean } | { blocked: boolean }): Promise<Standing> =>
    call("POST", `${this.#base}/app`, change);
  jumpToNextReview = (): Promise<ClockReading> =>
    call("POST", "/local/clock/next-review", { person: this.person.key });

  /** The address of the line on which the stand-in says what changed. */
  get feed(): string {
    return `${this.#base}/feed`;
  }
}

/** One call with JSON. */
export async function call<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
  const response = await reach(method, path, body);
  const text = await response.text();
  if (!response.ok) throw new ApiError(response.status, sentenceOf(text));
  return (text === "" ? undefined : JSON.parse(text)) as Answer;
}

async function reach(method: string, path: string, body?: unknown): Promise<Response> {
  const content = body === undefined ? {} : { body: JSON.stringify(body), headers: { "content-type": "application/json" } };
  try {
    return await fetch(path, { method, ...content, signal: AbortSignal.timeout(LONGEST_CALL_MS) });
  } catch {
    throw new ApiError(0, "The local Microsoft 365 does not answer. Is it still running?");
  }
}

function sentenceOf(text: string): string {
  try {
    const { error } = JSON.parse(text) as { error?: unknown };
    return typeof error === "string" ? error : text;
  } catch {
    return text || "Something went wrong. Please try again.";
  }
}
