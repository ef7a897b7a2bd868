/** Where the page has room for one side only. The same width stands in style.css. */

export const phone = (): MediaQueryList => matchMedia("(max-width: 860px)");
