import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

// The page is built once and served by both shells: relative addresses, no inline script, so that
// one strict content security policy holds under app:// and over loopback HTTP.
export default defineConfig({
  root: import.meta.dirname,
  base: "./",
  plugins: [react()],
  worker: { format: "es" },
  build: {
    outDir: "../dist/renderer",
    emptyOutDir: true,
    target: "chrome140",
    // Inlined files would need data: in font-src and worker-src.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1_500,
  },
});
