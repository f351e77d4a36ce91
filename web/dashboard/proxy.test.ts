import { mkdtempSync, rmSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createServer } from 'vite';
import { expect, test } from 'vitest';

test('a page under development reaches the server as a page of its own', async () => {
  const backend = createHttpServer(({ headers, url }, response) =>
    response.end(JSON.stringify({ url, host: headers.host, origin: headers.origin })),
  );
  await new Promise<void>((listening) => backend.listen(0, '127.0.0.1', listening));
  const cacheDir = mkdtempSync(join(tmpdir(), 'tippen-vite-'));
  process.env.TIPPEN_BACKEND = `http://127.0.0.1:${(backend.address() as AddressInfo).port}`;
  const vite = await createServer({
    configFile: fileURLToPath(new URL('vite.config.ts', import.meta.url)),
    cacheDir,
    logLevel: 'silent',
    optimizeDeps: { noDiscovery: true },
    server: { port: 0, hmr: false, watch: null },
  });
  try {
    await vite.listen();
    const { port } = vite.httpServer?.address() as AddressInfo;
    const origin = `http://127.0.0.1:${port}`;
    for (const path of ['/api/auth/login', '/track/visitor', '/demo', '/tippen-tracker.js']) {
      const answer = await fetch(origin + path, { method: 'POST', headers: { origin } });
      expect(await answer.json()).toEqual({ url: path, host: `127.0.0.1:${port}`, origin });
    }
  } finally {
    delete process.env.TIPPEN_BACKEND;
    await vite.close();
    backend.close();
    rmSync(cacheDir, { recursive: true });
  }
});
