package dev.tippen.store;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What sources outside said about networks, and how often they were asked. All calls block on the
/// database; call them from a platform thread.
public interface LookupStore {

  /// One source's answer about one network; the newest replaces all earlier ones.
  ///
  /// @param prefix names the network; never a whole address in readable form
  /// @param prefixBits length of the network, 0 to 128
  /// @param status of the answer, such as `found`
  /// @param name of the company, null if none was found
  /// @param domain of the company, lower case
  /// @param body the whole answer, in a form that its writer reads
  record Saved(
      String source,
      String prefix,
      boolean ipv6,
      int prefixBits,
      String status,
      @Nullable String name,
      @Nullable String domain,
      String body,
      long fetchedAtMs,
      long expiresAtMs) {}

  /// A length of networks of which answers are stored.
  record Length(boolean ipv6, int bits) {}

  /// What was done in one UTC day with one source. Counts of the same day and source add up.
  ///
  /// @param day days since the epoch
  /// @param memoryHits questions that the memory answered instead of the source
  /// @param diskHits questions that the database answered instead of the source
  /// @param calls that were made
  /// @param creditsSaved what the hits would have cost
  record Counts(
      long day,
      String source,
      long memoryHits,
      long diskHits,
      long calls,
      long found,
      long notFound,
      long failed,
      long skipped,
      long creditsUsed,
      long creditsSaved) {

    public Counts plus(Counts o) {
      return new Counts(
          day,
          source,
          memoryHits + o.memoryHits,
          diskHits + o.diskHits,
          calls + o.calls,
          found + o.found,
          notFound + o.notFound,
          failed + o.failed,
          skipped + o.skipped,
          creditsUsed + o.creditsUsed,
          creditsSaved + o.creditsSaved);
    }
  }

  /// Which answers to mark as expired. Exactly the ones that match all that is given.
  ///
  /// @param prefixes null: any
  /// @param company name (any case) or domain of a company, null: any
  /// @param status null: any
  record Which(@Nullable List<String> prefixes, @Nullable String company, @Nullable String status) {
    public static final Which ALL = new Which(null, null, null);
  }

  /// @param rows answers
  /// @param networks different networks among them
  record Marked(int rows, int networks) {}

  /// What is known about any of these networks, expired or not.
  List<Saved> find(Collection<String> prefixes);

  /// All of it in one transaction.
  void save(Collection<Saved> answers, Collection<Counts> counts);

  /// Of the answers that hold for more than one IPv4 address or IPv6 network of 64 bits.
  List<Length> lengths();

  /// Both days included, in the order of day and source.
  List<Counts> counts(long fromDay, long toDay);

  /// Counts the answers without changing them.
  Marked count(Which which);

  /// Makes the answers expired, so that the next visit asks again, and moves [#version].
  Marked expire(Which which);

  /// Moves whenever [#expire] was called, by this process or another.
  long version();

  /// Deletes answers that expired before a time, then the ones that expire first beyond a number of
  /// rows, and counts of days before a day. Each call deletes only so many rows: call again while
  /// it returns more than 0.
  ///
  /// @return rows deleted
  int purge(long expiredBeforeMs, int rowsMax, long daysBefore, int deleteMax);
}
