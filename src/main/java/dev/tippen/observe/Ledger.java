package dev.tippen.observe;

import dev.tippen.event.ApiKey;
import dev.tippen.event.Exclusion;
import dev.tippen.event.Problem;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What became of every event that reached the tracking endpoints. At every moment `received =
/// counted + excluded + duplicate + refused + in flight`: each change and each reading happens
/// under locks, so that a reading never falls between two sides of the equation. Counts since the
/// start of the process. Safe for all threads.
public final class Ledger {
  /// One lock for each of a few threads, so that event loops don't wait for each other.
  private static final int STRIPES = 16;

  private final Stripe[] stripes = new Stripe[STRIPES];

  public Ledger() {
    for (int i = 0; i < STRIPES; i++) stripes[i] = new Stripe();
  }

  /// How an event ended.
  public sealed interface End {
    /// With an effect on visitors, presence and usage.
    enum Plain implements End {
      COUNTED,
      DUPLICATE
    }

    record Excluded(Exclusion why) implements End {}

    record Refused(Problem why) implements End {}
  }

  private static final class Stripe {
    long received;
    long inFlight;
    final Map<Integer, Ends> byKeyId = new HashMap<>();
  }

  private static final class Ends {
    long counted;
    long duplicate;
    final Map<Exclusion, long[]> excluded = new EnumMap<>(Exclusion.class);
    final Map<Problem, long[]> refused = new EnumMap<>(Problem.class);
  }

  /// An event has come in.
  public void received() {
    Stripe stripe = stripe();
    synchronized (stripe) {
      stripe.received++;
      stripe.inFlight++;
    }
  }

  /// An event that came in has ended.
  ///
  /// @param key null if it never had a valid one
  public void ended(@Nullable ApiKey key, End end) {
    Stripe stripe = stripe();
    synchronized (stripe) {
      stripe.inFlight--;
      Ends ends = stripe.byKeyId.computeIfAbsent(key == null ? 0 : key.id(), k -> new Ends());
      switch (end) {
        case End.Plain.COUNTED -> ends.counted++;
        case End.Plain.DUPLICATE -> ends.duplicate++;
        case End.Excluded(var why) -> ends.excluded.computeIfAbsent(why, w -> new long[1])[0]++;
        case End.Refused(var why) -> ends.refused.computeIfAbsent(why, w -> new long[1])[0]++;
      }
    }
  }

  private Stripe stripe() {
    return stripes[(int) Thread.currentThread().threadId() & STRIPES - 1];
  }

  /// The ends of the events of one key.
  ///
  /// @param apiKeyId 0 for events without a valid key
  public record KeyReading(
      int apiKeyId,
      long counted,
      long duplicate,
      Map<Exclusion, Long> excluded,
      Map<Problem, Long> refused) {
    public long excludedAll() {
      return sum(excluded);
    }

    public long refusedAll() {
      return sum(refused);
    }
  }

  /// All counts at one moment.
  ///
  /// @param keys in the order of their ids
  public record Reading(long received, long inFlight, List<KeyReading> keys) {
    public long counted() {
      return keys.stream().mapToLong(KeyReading::counted).sum();
    }

    public long duplicate() {
      return keys.stream().mapToLong(KeyReading::duplicate).sum();
    }

    public long excluded() {
      return keys.stream().mapToLong(KeyReading::excludedAll).sum();
    }

    public long refused() {
      return keys.stream().mapToLong(KeyReading::refusedAll).sum();
    }

    /// Whether the equation holds.
    public boolean balanced() {
      return received == counted() + excluded() + duplicate() + refused() + inFlight;
    }
  }

  public Reading read() {
    return read(0, new Sums());
  }

  /// Holds the locks of all stripes while it reads them.
  private Reading read(int stripe, Sums sums) {
    if (stripe == STRIPES) return sums.reading();
    synchronized (stripes[stripe]) {
      sums.add(stripes[stripe]);
      return read(stripe + 1, sums);
    }
  }

  private static final class Sums {
    private long received;
    private long inFlight;
    private final TreeMap<Integer, Ends> byKeyId = new TreeMap<>();

    void add(Stripe stripe) {
      received += stripe.received;
      inFlight += stripe.inFlight;
      stripe.byKeyId.forEach((id, ends) -> {
        Ends sum = byKeyId.computeIfAbsent(id, k -> new Ends());
        sum.counted += ends.counted;
        sum.duplicate += ends.duplicate;
        ends.excluded.forEach(
            (why, n) -> sum.excluded.computeIfAbsent(why, w -> new long[1])[0] += n[0]);
        ends.refused.forEach(
            (why, n) -> sum.refused.computeIfAbsent(why, w -> new long[1])[0] += n[0]);
      });
    }

    Reading reading() {
      List<KeyReading> keys = new ArrayList<>(byKeyId.size());
      byKeyId.forEach((id, ends) ->
          keys.add(
              new KeyReading(
                  id,
                  ends.counted,
                  ends.duplicate,
                  counts(ends.excluded, Exclusion.class),
                  counts(ends.refused, Problem.class))));
      return new Reading(received, inFlight, List.copyOf(keys));
    }

    private static <K extends Enum<K>> Map<K, Long> counts(Map<K, long[]> from, Class<K> type) {
      Map<K, Long> counts = new EnumMap<>(type);
      from.forEach((k, n) -> counts.put(k, n[0]));
      return counts;
    }
  }

  private static long sum(Map<?, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }
}
