import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

export default defineConfig({
  root: path('.'),
  // The script is served as one file: nothing may be copied beside it.
  publicDir: false,
  build: {
    outDir: path('../dist'),
    // The dashboard builds into a folder of the same directory.
    emptyOutDir: false,
    target: 'es2018',
    minify: 'esbuild',
    // An IIFE, because only a classic script has `document.currentScript`.
    lib: {
      entry: path('src/index.ts'),
      formats: ['iife'],
      name: 'tippenTracker',
      fileName: () => 'tippen-tracker.js',
    },
    rollupOptions: { output: { strict: false } },
  },
});
