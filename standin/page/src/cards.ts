/** One card of one message: drawn by Microsoft's renderer, its Action.Execute sent to the app through the stand-in. */

import {
  ActivityRequestError,
  AdaptiveApplet,
  AdaptiveCard,
  ChannelAdapter,
  ErrorResponse,
  ExecuteAction,
  GlobalSettings,
  OpenUrlAction,
  RefreshMode,
  SuccessResponse,
  type Action,
  type ActivityResponse,
  type IActivityRequest,
} from "adaptivecards";

import { ApiError, UNREACHABLE, type Press, type PressAnswer } from "./api";
import { isTooNew, readAnswer, withoutDateFunctions, type CardJson } from "./cardAnswers";
import { el } from "./dom";
import { hostConfig } from "./hostConfig";
import { renderMarkdown } from "./markdown";
import { contextWithPeople, type Directory } from "./peopleChoice";

const CANNOT_SHOW = "We're sorry, this card couldn't be displayed.";
const NOT_DONE_HERE = "This button needs something that the local Teams does not do.";

const NOTHING_TYPED = "[]";

export interface CardSurroundings {
  messageId: string;
  directory: Directory;
  press: (press: Press) => Promise<PressAnswer>;
  open: (address: string) => void;
  notice: (text: string) => void;
}

/** Settings that Microsoft's renderer keeps for the whole page. Call once. */
export function prepareCards(): void {
  GlobalSettings.applets.refresh.mode = RefreshMode.Disabled;
  GlobalSettings.applets.maximumRetryAttempts = 1;
  GlobalSettings.applets.logEnabled = false;
  AdaptiveCard.onProcessMarkdown = (text, result) => {
    result.outputHtml = renderMarkdown(text);
    result.didProcess = true;
  };
}

/** A card that shows what it was given, keeps what is typed into it, and says what became of a pressed button. */
export class CardView {
  readonly element: HTMLElement;
  readonly #around: CardSurroundings;
  readonly #body = el("div", { className: "card-body" });
  readonly #note = el("div", { className: "card-note", "aria-live": "polite" });
  #applet: AdaptiveApplet | undefined;
  #served = "";
  #shown = "";
  #typed = NOTHING_TYPED;
  #waiting: CardJson | undefined;
  #isBusy = false;

  constructor(around: CardSurroundings) {
    this.#around = around;
    this.element = el("div", { className: "card", "data-testid": "card", tabIndex: -1 }, this.#body, this.#note);
  }

  /** Take in the message's card as it stands now; one in which somebody types waits until they want it. */
  update(card: CardJson): void {
    const json = JSON.stringify(card);
    if (json === this.#served) return;
    this.#served = json;
    if (this.#isBusy || this.#isTypedIn) this.#waiting = card;
    else if (json !== this.#shown) this.#show(card);
    if (!this.#isBusy && this.#waiting) this.#offerWaiting();
  }

  #show(card: CardJson): void {
    const hadFocus = this.element.contains(document.activeElement);
    this.#waiting = undefined;
    this.#note.replaceChildren();
    this.#shown = JSON.stringify(card);
    this.#applet = undefined;
    this.#body.replaceChildren(isTooNew(card) ? this.#cannotShow(card) : this.#draw(card));
    this.#typed = this.#values();
    if (hadFocus) this.element.focus({ preventScroll: true });
  }

  /** Whoever pressed a button looks where the buttons are: what came of it stands there. */
  #showEnd(): void {
    this.#note.scrollIntoView?.({ block: "nearest" });
  }

  #cannotShow(card: CardJson): HTMLElement {
    const fallback = typeof card["fallbackText"] === "string" ? card["fallbackText"] : CANNOT_SHOW;
    return el("p", { className: "card-unshown" }, fallback);
  }

  #draw(card: CardJson): HTMLElement {
    const applet = new AdaptiveApplet();
    applet.hostConfig = hostConfig;
    applet.onCreateSerializationContext = () => contextWithPeople(this.#around.directory);
    applet.channelAdapter = new Channel((request) => this.#send(request));
    applet.onCreateProgressOverlay = () => el("div", { className: "card-working", role: "status" }, "Working…");
    applet.onActivityRequestFailed = () => -1;
    applet.onAction = (_sender, action) => this.#act(action);
    applet.onCardChanging = (_sender, changed) => {
      if (this.#applet === undefined) return true;
      this.#show(changed as CardJson);
      requestAnimationFrame(() => this.#showEnd());
      return false;
    };
    applet.setCard(withoutDateFunctions(card));
    this.#applet = applet;
    return applet.card?.renderedElement ? applet.renderedElement : this.#cannotShow(card);
  }

  #act(action: Action): void {
    if (action instanceof OpenUrlAction) this.#around.open(action.url ?? "");
    else if (!(action instanceof ExecuteAction)) this.#around.notice(NOT_DONE_HERE);
  }

  async #send(request: IActivityRequest): Promise<ActivityResponse> {
    const { action } = request;
    if (!(action instanceof ExecuteAction)) return failed(request, NOT_DONE_HERE);
    const enable = this.#disable();
    this.#note.replaceChildren();
    const answer = readAnswer(await this.#press(action));
    enable();
    if (answer.kind === "card") return new SuccessResponse(request, JSON.stringify(answer.card));
    this.#say(answer.text, answer.kind);
    if (answer.kind === "message") this.#typed = this.#values();
    if (this.#waiting) this.#offerWaiting();
    return answer.kind === "message" ? new SuccessResponse(request, JSON.stringify(answer.text)) : failed(request, answer.text);
  }

  async #press(action: ExecuteAction): Promise<PressAnswer> {
    const named = { ...(action.id ? { id: action.id } : {}), ...(action.title ? { title: action.title } : {}) };
    const data = (action.data ?? {}) as Record<string, unknown>;
    try {
      return await this.#around.press({ messageId: this.#around.messageId, verb: action.verb, data, ...named });
    } catch (error) {
      if (error instanceof ApiError) return { status: error.status === 404 ? 404 : 0, body: null };
      throw error;
    }
  }

  /** Nothing can be pressed twice while the app works. */
  #disable(): () => void {
    this.#isBusy = true;
    this.element.setAttribute("aria-busy", "true");
    const focused = document.activeElement;
    const buttons = [...this.#body.querySelectorAll("button")].filter((button) => !button.disabled);
    for (const button of buttons) button.disabled = true;
    return () => {
      this.#isBusy = false;
      this.element.removeAttribute("aria-busy");
      for (const button of buttons) button.disabled = false;
      if (focused instanceof HTMLElement && this.element.contains(focused)) focused.focus({ preventScroll: true });
    };
  }

  #say(text: string, kind: "message" | "problem"): void {
    const role = kind === "problem" ? "alert" : "status";
    this.#note.replaceChildren(el("p", { className: `card-${kind}`, role, "data-testid": `card-${kind}` }, text));
    this.#note.scrollIntoView?.({ block: "nearest" });
  }

  #offerWaiting(): void {
    const card = this.#waiting;
    if (card === undefined) return;
    if (!this.#isTypedIn) return this.#show(card);
    const show = el("button", { type: "button", className: "button", onclick: () => this.#show(card) }, "Show the new one");
    this.#note.replaceChildren(
      el("p", { className: "card-changed", "data-testid": "card-changed" }, "This card was changed meanwhile. ", show),
    );
  }

  get #isTypedIn(): boolean {
    return this.#values() !== this.#typed;
  }

  #values(): string {
    return JSON.stringify(this.#applet?.card?.getAllInputs().map((input) => [input.id, input.value as unknown]) ?? []);
  }
}

class Channel extends ChannelAdapter {
  constructor(override readonly sendRequestAsync: (request: IActivityRequest) => Promise<ActivityResponse>) {
    super();
  }
}

function failed(request: IActivityRequest, text: string): ErrorResponse {
  return new ErrorResponse(request, new ActivityRequestError(undefined, text || UNREACHABLE));
}
