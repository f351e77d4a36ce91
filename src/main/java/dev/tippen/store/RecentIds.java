package dev.tippen.store;

/// The ids of the newest events, in two generations: when the younger is full it becomes the older,
/// and the older is forgotten. Between one and two generations are remembered, at 16 to 32 bytes an
/// id. Not safe for several threads.
public final class RecentIds {
  private final int generationMax;
  private LongSet younger = new LongSet();
  private LongSet older = new LongSet();
  private long youngerSinceMs;
  private long olderSinceMs;

  /// @param generationMax ids in one generation
  /// @param nowMs what came before is not remembered
  public RecentIds(int generationMax, long nowMs) {
    this.generationMax = generationMax;
    youngerSinceMs = nowMs;
    olderSinceMs = nowMs;
  }

  /// @param hash see [Fingerprint]
  public boolean contains(long hash) {
    return younger.contains(hash) || older.contains(hash);
  }

  public void add(long hash, long nowMs) {
    if (younger.size() >= generationMax) {
      older = younger;
      olderSinceMs = youngerSinceMs;
      younger = new LongSet();
      youngerSinceMs = nowMs;
    }
    younger.add(hash);
  }

  /// All ids that were added since then are remembered; server clock, epoch milliseconds.
  public long completeSinceMs() {
    return olderSinceMs;
  }
}
