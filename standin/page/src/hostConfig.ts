/** How Teams draws cards. Colours are the page's own variables, so that light and dark need no second configuration. */

import { HostConfig } from "adaptivecards";

const foreground = {
  default: pair("--text", "--text-subtle"),
  dark: pair("--text", "--text-subtle"),
  light: pair("--text-on-accent", "--text-on-accent"),
  accent: pair("--accent-text", "--accent-text"),
  good: pair("--good", "--good"),
  warning: pair("--warning", "--warning"),
  attention: pair("--attention", "--attention"),
};

function pair(plain: string, subtle: string) {
  return { default: `var(${plain})`, subtle: `var(${subtle})` };
}

function container(background: string) {
  return { backgroundColor: `var(${background})`, borderColor: "var(--line)", foregroundColors: foreground };
}

const label = { color: "default", isSubtle: false, size: "default", weight: "bolder" };

/** The host configuration for all cards. */
export const hostConfig = new HostConfig({
  fontFamily: "inherit",
  supportsInteractivity: true,
  fontSizes: { small: 12, default: 14, medium: 16, large: 20, extraLarge: 24 },
  fontWeights: { lighter: 300, default: 400, bolder: 600 },
  spacing: { small: 8, default: 12, medium: 16, large: 20, extraLarge: 24, padding: 16 },
  separator: { lineThickness: 1, lineColor: "var(--line)" },
  containerStyles: {
    default: container("--surface"),
    emphasis: container("--surface-quiet"),
    accent: container("--accent-quiet"),
    good: container("--good-quiet"),
    warning: container("--warning-quiet"),
    attention: container("--attention-quiet"),
  },
  inputs: {
    label: {
      inputSpacing: "small",
      requiredInputs: { ...label, suffix: " *", suffixColor: "attention" },
      optionalInputs: label,
    },
    errorMessage: { color: "attention", size: "small", weight: "default", spacing: "small" },
    debounceTimeInMilliSeconds: 250,
  },
  actions: {
    maxActions: 6,
    spacing: "medium",
    buttonSpacing: 8,
    actionsOrientation: "horizontal",
    actionAlignment: "left",
    allowTitleToWrap: true,
    showCard: { actionMode: "inline", inlineTopMargin: 12, style: "emphasis" },
  },
  factSet: {
    title: { weight: "bolder", wrap: true, maxWidth: 160 },
    value: { wrap: true },
    spacing: 16,
  },
  textBlock: { headingLevel: 4 },
  imageSizes: { small: 32, medium: 52, large: 100 },
  imageSet: { imageSize: "medium", maxImageHeight: 100 },
});
