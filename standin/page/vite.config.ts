import { defineConfig } from "vitest/config";

export default defineConfig({
  build: { target: "es2022", chunkSizeWarningLimit: 1500 },
  test: { environment: "jsdom", include: ["tests/**/*.test.ts"] },
});
