import { describe, expect, it, vi } from "vitest";

import { CalendarBar, firstView, likeView, viewsFor } from "../src/calendarViews";

const labels = (isNarrow: boolean) => viewsFor(isNarrow).map((view) => view.label);

describe("the ways to look at a calendar", () => {
  it("are week and month, and on the phone a day, three days and a month", () => {
    expect([labels(false), labels(true)]).toEqual([["Week", "Month"], ["Day", "3 days", "Month"]]);
    expect([firstView(false).label, firstView(true).label]).toEqual(["Week", "3 days"]);
  });

  it("stay what they are when the screen is turned: a month stays a month", () => {
    expect(likeView(firstView(false), true).label).toBe("3 days");
    expect(likeView({ name: "dayGridMonth", label: "Month", page: "month" }, true).name).toBe("listMonth");
  });

  it("are buttons that say which one is in sight", () => {
    const choose = vi.fn();
    const bar = new CalendarBar({ today: vi.fn(), back: vi.fn(), forth: vi.fn(), choose, add: vi.fn() });
    bar.show(firstView(false), false);
    expect(bar.element.querySelector('[aria-pressed="true"]')?.textContent).toBe("Week");
    expect(bar.element.querySelector('[aria-label="Next week"]')).not.toBeNull();
    bar.element.querySelector<HTMLElement>('[data-testid="view-dayGridMonth"]')?.click();
    expect(choose).toHaveBeenCalledWith(expect.objectContaining({ label: "Month" }));
  });
});
