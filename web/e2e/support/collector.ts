import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { TrackedEvent } from '../../tracker/src/event';
import { close, listen, portOf, readText } from './http';

export interface ReceivedEvent {
  body: TrackedEvent;
  headers: IncomingHttpHeaders;
  /** Status that the collector answered; 0 where it closed the connection instead. */
  status: number;
}

export interface VisitorSocket {
  url: URL;
  messages: unknown[];
  open: boolean;
  send(message: unknown): void;
  /** Breaks the connection, as a restarted server would. */
  drop(): void;
}

export interface Answer {
  /** 0 closes the connection without an answer. */
  status: number;
  headers?: Record<string, string>;
}

/** Stands in for the server: keeps what the script sends and answers as it is told. */
export interface Collector {
  origin: string;
  events: ReceivedEvent[];
  sockets: VisitorSocket[];
  /** Paths of all requests except preflights and the script itself. */
  paths: string[];
  answer: (event: TrackedEvent) => Answer;
  /** Names of the events received so far, in order of arrival. */
  names(): string[];
  bodies(name: string): TrackedEvent[];
  close(): Promise<void>;
}

const accepted: Answer = { status: 200 };

const cors = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Methods': 'GET, POST, OPTIONS',
  'Access-Control-Allow-Headers': 'Content-Type, X-Tippen-API-Key',
  'Access-Control-Expose-Headers': 'Retry-After, x-tippen-dropped',
  'Cross-Origin-Resource-Policy': 'cross-origin',
};

const sendJson = (response: ServerResponse, { status, headers }: Answer, body: unknown): void => {
  response.writeHead(status, { ...cors, ...headers, 'Content-Type': 'application/json' });
  response.end(JSON.stringify(body));
};

/** Just enough of RFC 6455 for short unfragmented text messages. */
const acceptSocket = (key: string, path: string, stream: Duplex): VisitorSocket => {
  const accept = createHash('sha1')
    .update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
    .digest('base64');
  stream.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
  );
  const socket: VisitorSocket = {
    url: new URL(path, 'ws://collector'),
    messages: [],
    open: true,
    send(message) {
      const text = Buffer.from(JSON.stringify(message));
      if (text.length > 125) throw new Error('This test double sends at most 125 bytes.');
      stream.write(Buffer.concat([Buffer.from([0x81, text.length]), text]));
    },
    drop: () => stream.destroy(),
  };
  let pending: Buffer = Buffer.alloc(0);
  stream.on('data', (chunk: Buffer) => {
    pending = Buffer.concat([pending, chunk]);
    while (pending.length >= 6) {
      const length = pending[1]! & 0x7f;
      if (pending.length < 6 + length) return;
      const mask = pending.subarray(2, 6);
      const payload = pending.subarray(6, 6 + length).map((byte, n) => byte ^ mask[n % 4]!);
      const opcode = pending[0]! & 0x0f;
      pending = pending.subarray(6 + length);
      if (opcode === 1) socket.messages.push(JSON.parse(Buffer.from(payload).toString()));
      if (opcode === 8) stream.end(Buffer.from([0x88, 0]));
    }
  });
  stream.on('error', () => {});
  stream.on('close', () => (socket.open = false));
  return socket;
};

export const startCollector = async (): Promise<Collector> => {
  const script = await readFile(new URL('../../dist/tippen-tracker.js', import.meta.url));
  const streams = new Set<Duplex>();
  const server = await listen(async (request, response) => {
    const path = request.url ?? '/';
    if (request.method === 'OPTIONS') {
      response.writeHead(204, cors).end();
      return;
    }
    if (path === '/tippen-tracker.js') {
      response.writeHead(200, { ...cors, 'Content-Type': 'text/javascript' }).end(script);
      return;
    }
    collector.paths.push(path);
    const text = await readText(request);
    if (path !== '/track/visitor') {
      sendJson(response, { status: 404 }, { error: 'Not found' });
      return;
    }
    const body = JSON.parse(text) as TrackedEvent;
    const answer = collector.answer(body);
    collector.events.push({ body, headers: request.headers, status: answer.status });
    if (answer.status === 0) request.socket.destroy();
    else if (answer.status === 200)
      sendJson(response, answer, { success: true, sessionId: body.visitor.visitorId });
    else sendJson(response, answer, { error: 'As the test told.' });
  });
  server.on('upgrade', (request, stream) => {
    streams.add(stream);
    const socket = acceptSocket(
      String(request.headers['sec-websocket-key']),
      request.url ?? '/',
      stream,
    );
    collector.sockets.push(socket);
    socket.send({ type: 'CONNECTED', visitorId: 'x' });
  });
  const collector: Collector = {
    origin: `http://127.0.0.1:${portOf(server)}`,
    events: [],
    sockets: [],
    paths: [],
    answer: () => accepted,
    names: () => collector.events.map(({ body }) => body.event),
    bodies: (name) =>
      collector.events.filter(({ body }) => body.event === name).map(({ body }) => body),
    close: () => {
      streams.forEach((stream) => stream.destroy());
      return close(server);
    },
  };
  return collector;
};
