package dev.tippen.store.sqlite;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Which engaged-time increments of a visitor were counted: the highest `seq` of each of the
/// visitor's latest page views, so that a repeated beacon adds nothing. Stored as 12 bytes a page
/// view, newest first: the first 8 bytes of a hash of the page view's id, then the seq.
final class EngagementMarks {
  /// As many pages as a visitor plausibly has open and engaged in turn.
  static final int MAX = 4;

  private static final int MARK_BYTES = 12;

  private final long[] pageViews = new long[MAX];
  private final int[] seqs = new int[MAX];
  private int count;

  static EngagementMarks of(byte @Nullable [] stored) {
    EngagementMarks marks = new EngagementMarks();
    if (stored == null) return marks;
    ByteBuffer in = ByteBuffer.wrap(stored);
    while (in.remaining() >= MARK_BYTES && marks.count < MAX) {
      marks.pageViews[marks.count] = in.getLong();
      marks.seqs[marks.count++] = in.getInt();
    }
    return marks;
  }

  EngagementMarks copy() {
    EngagementMarks copy = new EngagementMarks();
    System.arraycopy(pageViews, 0, copy.pageViews, 0, count);
    System.arraycopy(seqs, 0, copy.seqs, 0, count);
    copy.count = count;
    return copy;
  }

  /// @return true if this increment is new, and remembers it
  boolean advance(String pageViewId, int seq) {
    long id = hash(pageViewId);
    int i = 0;
    while (i < count && pageViews[i] != id) i++;
    if (i < count && seqs[i] >= seq) return false;
    int last = Math.min(i, MAX - 1);
    System.arraycopy(pageViews, 0, pageViews, 1, last);
    System.arraycopy(seqs, 0, seqs, 1, last);
    pageViews[0] = id;
    seqs[0] = seq;
    count = Math.max(count, last + 1);
    return true;
  }

  byte @Nullable [] bytes() {
    if (count == 0) return null;
    ByteBuffer out = ByteBuffer.allocate(count * MARK_BYTES);
    for (int i = 0; i < count; i++) out.putLong(pageViews[i]).putInt(seqs[i]);
    return out.array();
  }

  /// FNV-1a, 64 bits: stable over restarts and programs.
  private static long hash(String text) {
    long h = 0xcbf29ce484222325L;
    for (int i = 0; i < text.length(); i++) h = (h ^ text.charAt(i)) * 0x100000001b3L;
    return h;
  }

  @Override
  public String toString() {
    return Arrays.toString(Arrays.copyOf(seqs, count));
  }
}
