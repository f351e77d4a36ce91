import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin, type ProxyOptions } from 'vite';

const root = fileURLToPath(new URL('.', import.meta.url));
const backend = process.env.TIPPEN_BACKEND ?? 'http://127.0.0.1:8787';

/**
 * Keeps the browser's `Host`: the server takes only what comes from its own pages, which it knows
 * by an `Origin` that is the same as `Host`. (A target that is only a text would replace `Host`.)
 */
function to(target: string): ProxyOptions {
  return { target, changeOrigin: false };
}

/**
 * Puts `src/shared/theme/early.js` as a blocking classic script at the top of <head>, so the
 * colour scheme is set before the first paint. Mantine's own ColorSchemeScript is inline, which
 * the server's Content-Security-Policy forbids; Vite itself does not bundle classic scripts.
 */
function earlyThemeScript(): Plugin {
  const source = 'src/shared/theme/early.js';
  let reference = '';
  let building = false;
  return {
    name: 'tippen-early-theme-script',
    configResolved(config) {
      building = config.command === 'build';
    },
    buildStart() {
      if (!building) return;
      reference = this.emitFile({
        type: 'asset',
        name: 'theme.js',
        source: readFileSync(`${root}${source}`, 'utf8'),
      });
    },
    transformIndexHtml: {
      order: 'post',
      handler(_html, context) {
        const emitted = Object.values(context.bundle ?? {}).find(
          (file) => file.type === 'asset' && file.names.includes('theme.js'),
        );
        if (building && (reference === '' || emitted === undefined)) {
          throw new Error('the early theme script was not emitted');
        }
        const src = building ? `/${emitted?.fileName ?? ''}` : `/${source}`;
        return [{ tag: 'script', attrs: { src }, injectTo: 'head-prepend' }];
      },
    },
  };
}

export default defineConfig({
  root,
  base: '/',
  plugins: [react(), earlyThemeScript()],
  build: {
    outDir: '../dist/dashboard',
    emptyOutDir: true,
    target: 'es2022',
    // A data: favicon or font would still pass the policy, but separate files are cached for ever.
    assetsInlineLimit: 0,
    // Minified; the budget is 350 KB gzip for the first paint, which is about a third of that.
    chunkSizeWarningLimit: 900,
    modulePreload: { polyfill: false },
  },
  server: {
    host: '127.0.0.1',
    proxy: {
      '/api': to(backend),
      '/track': to(backend),
      '/demo': to(backend),
      '/tippen-tracker.js': to(backend),
      '/ws': { ...to(backend.replace(/^http/, 'ws')), ws: true },
    },
  },
});
