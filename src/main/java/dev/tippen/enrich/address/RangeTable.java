package dev.tippen.enrich.address;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Finds what is known of the range in which an address lies. Ranges may overlap: the smallest one
/// wins, of equal ones the one that was added first. Immutable; safe for all threads; a look-up is
/// a binary search and makes no objects.
///
/// Overlaps are resolved when the table is built: it holds the starts of disjoint segments, each
/// with the value that is valid up to the next start.
public final class RangeTable<T> {
  private static final int NONE = -1;

  private final Segments ipv4;
  private final Segments ipv6;
  private final List<T> values;

  private RangeTable(Segments ipv4, Segments ipv6, List<T> values) {
    this.ipv4 = ipv4;
    this.ipv6 = ipv6;
    this.values = values;
  }

  public static <T> RangeTable<T> empty() {
    return new Builder<T>().build();
  }

  public @Nullable T get(IpAddress address) {
    Segments segments = address.isIpv4() ? ipv4 : ipv6;
    int value = segments.find(address.high(), address.low());
    return value == NONE ? null : values.get(value);
  }

  /// The same ranges with other values.
  public <U> RangeTable<U> map(Function<T, U> change) {
    return new RangeTable<>(ipv4, ipv6, values.stream().map(change).toList());
  }

  /// Ranges that were added.
  public int size() {
    return values.size();
  }

  /// Collects ranges. For one thread.
  public static final class Builder<T> {
    private final List<Range> ipv4 = new ArrayList<>();
    private final List<Range> ipv6 = new ArrayList<>();
    private final List<T> values = new ArrayList<>();

    /// @param first with `last` of one family
    /// @param last not before `first`; part of the range
    public Builder<T> add(IpAddress first, IpAddress last, T value) {
      if (!isRange(first, last)) {
        throw new IllegalArgumentException(first + " to " + last + " is no range");
      }
      (first.isIpv4() ? ipv4 : ipv6).add(new Range(first, last, values.size()));
      values.add(value);
      return this;
    }

    public RangeTable<T> build() {
      return new RangeTable<>(
          new Ipv4Segments(resolve(ipv4)), new Ipv6Segments(resolve(ipv6)), List.copyOf(values));
    }
  }

  static boolean isRange(IpAddress first, IpAddress last) {
    return first.isIpv4() == last.isIpv4() && compare(first, last) <= 0;
  }

  private static int compare(IpAddress a, IpAddress b) {
    int high = Long.compareUnsigned(a.high(), b.high());
    return high != 0 ? high : Long.compareUnsigned(a.low(), b.low());
  }

  /// @param index of the value, in the order of adding
  private record Range(IpAddress first, IpAddress last, int index) {
    private static final Comparator<Range> BY_START = (a, b) -> compare(a.first, b.first);
    private static final Comparator<Range> SMALLEST_FIRST =
        (a, b) -> {
          int size = compareSize(a, b);
          return size != 0 ? size : Integer.compare(a.index, b.index);
        };

    private static int compareSize(Range a, Range b) {
      int high = Long.compareUnsigned(a.sizeHigh(), b.sizeHigh());
      return high != 0 ? high : Long.compareUnsigned(a.sizeLow(), b.sizeLow());
    }

    private long sizeHigh() {
      long borrow = Long.compareUnsigned(last.low(), first.low()) < 0 ? 1 : 0;
      return last.high() - first.high() - borrow;
    }

    private long sizeLow() {
      return last.low() - first.low();
    }
  }

  private record Segment(IpAddress start, int value) {}

  /// Goes over all starts and ends in order; between two of them the smallest range that is open
  /// there holds.
  private static List<Segment> resolve(List<Range> ranges) {
    Range[] byStart = ranges.toArray(Range[]::new);
    Arrays.sort(byStart, Range.BY_START);
    PriorityQueue<Range> open = new PriorityQueue<>(Range.SMALLEST_FIRST);
    List<Segment> segments = new ArrayList<>();
    int next = 0;
    @Nullable IpAddress at = byStart.length == 0 ? null : byStart[0].first;
    while (at != null) {
      while (next < byStart.length && compare(byStart[next].first, at) == 0) {
        open.add(byStart[next++]);
      }
      while (!open.isEmpty() && compare(open.element().last, at) < 0) open.remove();
      Range holds = open.peek();
      int value = holds == null ? NONE : holds.index;
      if (segments.isEmpty() || segments.getLast().value != value) {
        segments.add(new Segment(at, value));
      }
      at = nextBoundary(holds, next < byStart.length ? byStart[next].first : null);
    }
    return segments;
  }

  /// @param holds the range that holds now; behind it another one may
  /// @param nextStart of a range that is not open yet
  private static @Nullable IpAddress nextBoundary(
      @Nullable Range holds, @Nullable IpAddress nextStart) {
    IpAddress behind = holds == null ? null : successor(holds.last);
    if (behind == null) return nextStart;
    return nextStart == null || compare(behind, nextStart) < 0 ? behind : nextStart;
  }

  /// Null behind the last address of all.
  private static @Nullable IpAddress successor(IpAddress address) {
    IpAddress next =
        address.isIpv4()
            ? IpAddress.ofIpv4(address.low() + 1)
            : IpAddress.rawIpv6(address.high() + (address.low() == -1 ? 1 : 0), address.low() + 1);
    return compare(next, address) < 0 ? null : next;
  }

  /// Starts are kept with their sign bit turned, so that signed comparison orders them.
  private sealed interface Segments {
    int find(long high, long low);
  }

  private static final class Ipv4Segments implements Segments {
    private final int[] starts;
    private final int[] values;

    Ipv4Segments(List<Segment> segments) {
      starts = new int[segments.size()];
      values = new int[segments.size()];
      for (int i = 0; i < starts.length; i++) {
        starts[i] = (int) segments.get(i).start.low() ^ Integer.MIN_VALUE;
        values[i] = segments.get(i).value;
      }
    }

    @Override
    public int find(long high, long low) {
      int at = Arrays.binarySearch(starts, (int) low ^ Integer.MIN_VALUE);
      if (at < 0) at = -at - 2;
      return at < 0 ? NONE : values[at];
    }
  }

  private static final class Ipv6Segments implements Segments {
    private final long[] highs;
    private final long[] lows;
    private final int[] values;

    Ipv6Segments(List<Segment> segments) {
      highs = new long[segments.size()];
      lows = new long[segments.size()];
      values = new int[segments.size()];
      for (int i = 0; i < values.length; i++) {
        highs[i] = segments.get(i).start.high() ^ Long.MIN_VALUE;
        lows[i] = segments.get(i).start.low() ^ Long.MIN_VALUE;
        values[i] = segments.get(i).value;
      }
    }

    @Override
    public int find(long high, long low) {
      long h = high ^ Long.MIN_VALUE;
      long l = low ^ Long.MIN_VALUE;
      int from = 0;
      int to = values.length - 1;
      while (from <= to) {
        int middle = from + to >>> 1;
        boolean after = highs[middle] > h || (highs[middle] == h && lows[middle] > l);
        if (after) to = middle - 1;
        else from = middle + 1;
      }
      return to < 0 ? NONE : values[to];
    }
  }
}
