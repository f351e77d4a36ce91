import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

/**
 * Moves numeric constants to the top of the chunk: esbuild puts them in place of their names only
 * ahead of the first variable that is initialised with a number.
 */
const hoistNumbers: Plugin = {
  name: 'hoist-numbers',
  renderChunk(code) {
    const numbers: string[] = [];
    const rest = code.replace(/^  const \w+ = [\d.e]+;\n/gm, (line) => {
      numbers.push(line);
      return '';
    });
    return rest.replace('{', `{\n${numbers.join('')}`);
  },
};

export default defineConfig({
  root: path('.'),
  // The script is served as one file: nothing may be copied beside it.
  publicDir: false,
  plugins: [hoistNumbers],
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
    rollupOptions: {
      output: {
        // Both words save bytes: the strictness of modules is checked before, and a global under
        // a local name is a name that the minifier may shorten.
        strict: false,
        intro: 'const { document, navigator } = window;',
      },
    },
  },
});
