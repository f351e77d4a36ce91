import { close, listen, portOf } from './http';
import { insecureHost } from './chromium';

/** A customer's web site: answers every path with the page that `html` gives for it. */
export interface Site {
  origin: string;
  /** The same site under a name that makes its pages insecure contexts. */
  insecureOrigin: string;
  html: (path: string) => string;
  close(): Promise<void>;
}

export const startSite = async (): Promise<Site> => {
  const server = await listen((request, response) => {
    if (request.url === '/favicon.ico') {
      response.writeHead(204).end();
      return;
    }
    response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' });
    response.end(site.html(request.url ?? '/'));
  });
  const site: Site = {
    origin: `http://127.0.0.1:${portOf(server)}`,
    insecureOrigin: `http://${insecureHost}:${portOf(server)}`,
    html: () => '',
    close: () => close(server),
  };
  return site;
};

/** A small complete page with `head` before and `body` inside its body. */
export const htmlPage = (title: string, head: string, body = ''): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title>${head}</head>` +
  `<body>${body}</body></html>`;
