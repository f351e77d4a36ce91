import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BrowserContext, Page } from '@playwright/test';
import type { TippenServer } from './server';

/** Hashing a password is slow on purpose, and slower in a JVM that has just started. */
const slowlyMs = 60_000;

/** Addresses of two companies; tests come from them by `X-Forwarded-For`. */
export const acmeAddress = '20.1.1.7';
export const acmeLabsAddress = '20.1.2.7';

/** Declares two networks as companies before the server starts, and trusts a proxy on this machine. */
export const declareCompanies = async (data: string): Promise<void> => {
  const table = join(data, 'declared.csv');
  await writeFile(
    table,
    'cidr,company,domain,kind\n' +
      '20.1.1.0/24,Acme Pumps,acme.example,company\n' +
      '20.1.2.0/24,Acme Labs,acmelabs.example,company\n',
  );
  await writeFile(
    join(data, 'tippen.properties'),
    `places.declaredRanges = ${table}\nproxies.trusted = 127.0.0.0/8\n`,
    { mode: 0o600 },
  );
};

export interface Owner {
  readonly page: Page;
  /** Public key of the owner's site. */
  readonly apiKey: string;
}

/** Sets the server up and leaves its owner signed in, on an empty page. */
export const becomeOwner = async (
  server: TippenServer,
  context: BrowserContext,
): Promise<Owner> => {
  const token = new URL(server.setUpLink!).hash.replace('#token=', '');
  const answer = await context.request.post(`${server.origin}/api/auth/setup`, {
    data: {
      token,
      firstName: 'Ada',
      lastName: 'Lovelace',
      email: 'ada@example.com',
      password: 'correct horse battery staple',
      siteName: 'Engine Shop',
      website: 'engine.example',
    },
    timeout: slowlyMs,
  });
  const { user } = (await answer.json()) as { user: { apiKey: string } };
  return { page: await context.newPage(), apiKey: user.apiKey };
};

export interface Visit {
  readonly visitorId: string;
  readonly address: string;
  readonly userAgent?: string;
  readonly title?: string;
}

const browser =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36';

/** A page view as a proxy passes it on. @returns why it is not counted, or null */
export const visit = async (
  server: TippenServer,
  apiKey: string,
  { visitorId, address, userAgent = browser, title = 'Engines' }: Visit,
): Promise<string | null> => {
  const answer = await fetch(`${server.origin}/track/visitor`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      'X-Tippen-API-Key': apiKey,
      'X-Forwarded-For': address,
    },
    body: JSON.stringify({
      event: 'pageview',
      visitor: { visitorId, url: 'https://engine.example/engines', title, userAgent },
    }),
  });
  if (answer.status !== 200) throw new Error(`${answer.status}: ${await answer.text()}`);
  return answer.headers.get('x-tippen-dropped');
};
