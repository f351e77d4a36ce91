import { describe, expect, it } from 'vitest';
import { SERVER_NOW_MS, wireVisitor } from './fixtures';
import { parseServerMessage } from './message';

const parse = (message: unknown) => parseServerMessage(JSON.stringify(message), SERVER_NOW_MS);

describe('parseServerMessage', () => {
  it('reads a list with its total and server time', () => {
    const message = parse({
      type: 'INITIAL_VISITORS',
      visitors: [wireVisitor()],
      total: 3412,
      serverTime: '2026-03-01T12:00:00Z',
    });
    expect(message).toMatchObject({ total: 3412, serverTimeMs: SERVER_NOW_MS });
    expect(message?.type === 'INITIAL_VISITORS' && message.visitors[0]?.company).toBe(
      'Acme Corporation',
    );
  });

  it('reads an empty list', () => {
    expect(parse({ type: 'VISITOR_LIST', visitors: [] })).toMatchObject({ visitors: [], total: 0 });
  });

  it('leaves out list entries that are no visitors', () => {
    const visitors = [null, 7, {}, { visitorId: '' }, { visitorId: 5 }, wireVisitor()];
    const message = parse({ type: 'VISITOR_LIST', visitors, total: 1 });
    expect(message?.type === 'VISITOR_LIST' && message.visitors).toHaveLength(1);
  });

  it('never reports a total below the visitors at hand', () => {
    const visitors = [wireVisitor(), wireVisitor({ visitorId: 'v2' })];
    expect(parse({ type: 'VISITOR_LIST', visitors, total: -4 })).toMatchObject({ total: 2 });
  });

  it('reads an update, with and without a total', () => {
    const update = { type: 'VISITOR_UPDATE', visitor: wireVisitor(), event: 'pageview' };
    expect(parse(update)).toMatchObject({ event: 'pageview', total: null, serverTimeMs: null });
    expect(parse({ ...update, total: 5 })).toMatchObject({ total: 5 });
  });

  it('ignores unknown types and frames that are no messages', () => {
    expect(parse({ type: 'COMPANY_UPDATE', company: {} })).toBeNull();
    expect(parse({ type: 'VISITOR_UPDATE' })).toBeNull();
    expect(parse({ type: 'VISITOR_LIST', visitors: 'none' })).toBeNull();
    expect(parse([])).toBeNull();
    expect(parse(null)).toBeNull();
    expect(parseServerMessage('{"type":', 0)).toBeNull();
    expect(parseServerMessage(new ArrayBuffer(2), 0)).toBeNull();
  });

  it('reads PONG and VIDEO_INVITE_SENT', () => {
    expect(parse({ type: 'PONG', timestamp: 1 })).toEqual({ type: 'PONG' });
    expect(parse({ type: 'VIDEO_INVITE_SENT', visitorId: 'v1', guestUrl: 'https://a' })).toEqual({
      type: 'VIDEO_INVITE_SENT',
      visitorId: 'v1',
    });
    expect(parse({ type: 'VIDEO_INVITE_SENT' })).toBeNull();
  });
});
