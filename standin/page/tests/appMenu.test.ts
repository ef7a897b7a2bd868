import { describe, expect, it, vi } from "vitest";

import type { Standing, WindowApi } from "../src/api";
import { drawAppControls } from "../src/appMenu";

const HAS_IT = { hasApp: true, isBlocked: false, hasLeft: false };

function shown(standing: Standing, answer: Standing = HAS_IT) {
  const changeApp = vi.fn(() => Promise.resolve(answer));
  const talk = vi.fn();
  const controls = drawAppControls({ changeApp } as unknown as WindowApi, (now) => controls.show(now), talk);
  document.body.replaceChildren(controls.menu, controls.absence);
  controls.show(standing);
  return { changeApp, talk };
}

const absence = () => document.querySelector<HTMLElement>('[data-testid="app-absent"]');
const press = (testId: string) => document.querySelector<HTMLElement>(`[data-testid="${testId}"]`)?.click();

describe("somebody's chat", () => {
  it("without the app says so calmly, and offers to add it", async () => {
    const { changeApp, talk } = shown({ ...HAS_IT, hasApp: false });
    expect(absence()?.textContent).toBe("Learning Cycles is not added yet.Add the app");
    press("add-app");
    expect(changeApp).toHaveBeenCalledWith({ installed: true });
    await vi.waitFor(() => expect(absence()?.hidden).toBe(true));
    expect(talk).toHaveBeenCalledOnce();
  });

  it("lets one remove the app by its menu, and the focus goes to the way back", async () => {
    const { changeApp } = shown(HAS_IT, { ...HAS_IT, hasApp: false });
    press("remove-app");
    expect(changeApp).toHaveBeenCalledWith({ installed: false });
    await vi.waitFor(() => expect(document.activeElement?.textContent).toBe("Add the app"));
  });

  it("says when the app is blocked, and when the person has left", () => {
    shown({ ...HAS_IT, isBlocked: true });
    expect(absence()?.textContent).toContain("You have blocked Learning Cycles.");
    shown({ ...HAS_IT, hasLeft: true });
    expect(absence()?.querySelector("button")).toBeNull();
  });
});
