import { describe, expect, it } from 'vitest';
import { SERVER_NOW_MS, visitor } from './fixtures';
import { EMPTY_LIVE_STATE, reduceLive, VISITORS_MAX, type LiveState } from './liveState';
import type { ServerMessage } from './message';
import type { Visitor } from './visitor';

const list = (visitors: Visitor[], total = visitors.length): ServerMessage => ({
  type: 'VISITOR_LIST',
  visitors,
  total,
  serverTimeMs: SERVER_NOW_MS,
});
const initial = (visitors: Visitor[], total = visitors.length): ServerMessage => ({
  type: 'INITIAL_VISITORS',
  visitors,
  total,
  serverTimeMs: SERVER_NOW_MS,
});
const update = (updated: Visitor, total: number | null = null): ServerMessage => ({
  type: 'VISITOR_UPDATE',
  visitor: updated,
  event: 'pageview',
  total,
  serverTimeMs: SERVER_NOW_MS,
});
const ids = (state: LiveState) => [...state.entries.keys()].sort();
const reduce = (messages: ServerMessage[], state = EMPTY_LIVE_STATE, nowMs = 1_000) =>
  reduceLive(state, messages, nowMs);

const a = visitor({ visitorId: 'a' });
const b = visitor({ visitorId: 'b' });

describe('reduceLive', () => {
  it('takes over the first list without calling its visitors arrivals', () => {
    const state = reduce([initial([a, b])]);
    expect(ids(state)).toEqual(['a', 'b']);
    expect(state).toMatchObject({ total: 2, listReceived: true });
    expect(state.entries.get('a')?.arrivedAtMs).toBeNull();
  });

  it('removes who is absent from the next list and marks who is new', () => {
    const state = reduce([list([b])], reduce([initial([a])]), 5_000);
    expect(ids(state)).toEqual(['b']);
    expect(state.entries.get('b')?.arrivedAtMs).toBe(5_000);
  });

  it('does not call anybody an arrival after a reconnect', () => {
    const state = reduce([initial([a, b])], reduce([initial([a])]), 5_000);
    expect(state.entries.get('b')?.arrivedAtMs).toBeNull();
  });

  it('keeps the identity of entries that did not change', () => {
    const before = reduce([initial([a, b])]);
    const again = { ...a };
    const after = reduce([list([again, { ...b, pageViews: 9 }])], before);
    expect(after.entries.get('a')).toBe(before.entries.get('a'));
    expect(after.entries.get('b')).not.toBe(before.entries.get('b'));
  });

  it('adds and replaces by updates, counting the total itself where the server does not', () => {
    const state = reduce(
      [update(b), update({ ...a, pageViews: 8 })],
      reduce([initial([a])]),
      7_000,
    );
    expect(state.total).toBe(2);
    expect(state.entries.get('a')?.visitor.pageViews).toBe(8);
    expect(state.entries.get('b')?.arrivedAtMs).toBe(7_000);
    expect(reduce([update(b, 40)], state).total).toBe(40);
  });

  it('applies a batch in order and leaves the state before it alone', () => {
    const before = reduce([initial([a])]);
    const state = reduce([update(b), list([a]), update({ ...a, pageViews: 7 })], before);
    expect(ids(state)).toEqual(['a']);
    expect(state.entries.get('a')?.visitor.pageViews).toBe(7);
    expect(before.entries.get('a')?.visitor.pageViews).toBe(3);
    expect(ids(before)).toEqual(['a']);
  });

  it('remembers when the page changed, not when anything else did', () => {
    const before = reduce([initial([a])]);
    const sameUrl = reduce([update({ ...a, presence: 'idle' })], before, 8_000);
    expect(sameUrl.entries.get('a')?.pageChangedAtMs).toBeNull();
    const newUrl = reduce([update({ ...a, url: 'https://example.com/new' })], before, 9_000);
    expect(newUrl.entries.get('a')?.pageChangedAtMs).toBe(9_000);
  });

  it('keeps the newest visitors when updates go beyond the limit', () => {
    const many = Array.from({ length: VISITORS_MAX }, (_, index) =>
      visitor({ visitorId: `v${index}`, lastActivity: new Date(index * 1000).toISOString() }),
    );
    const newest = visitor({ visitorId: 'newest', lastActivity: '2026-03-01T12:00:00Z' });
    const state = reduce([update(newest, 1001)], reduce([initial(many)]));
    expect(state.entries.size).toBe(VISITORS_MAX);
    expect(state.total).toBe(1001);
    expect(state.entries.has('v0')).toBe(false);
    expect(state.entries.has('newest')).toBe(true);
  });

  it('shows an invitation until the server says otherwise', () => {
    const invited = reduce([{ type: 'VIDEO_INVITE_SENT', visitorId: 'a' }], reduce([initial([a])]));
    expect(invited.entries.get('a')?.visitor.status).toBe('video_invited');
    expect(reduce([update(a)], invited).entries.get('a')?.visitor.status).toBe('active');
  });

  it('returns the same state when nothing happened', () => {
    const before = reduce([initial([a])]);
    const nothing: ServerMessage[] = [
      { type: 'PONG' },
      { type: 'VIDEO_INVITE_SENT', visitorId: 'nobody' },
    ];
    expect(reduce(nothing, before)).toBe(before);
  });
});
