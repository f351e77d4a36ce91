package dev.tippen.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// [LookupStore] in memory, for tests of those who use one.
public final class MemoryLookupStore implements LookupStore {
  private final Map<List<String>, Saved> answers = new HashMap<>();
  private final TreeMap<String, Counts> counts = new TreeMap<>();
  private long version = 1;
  private boolean broken;

  /// How often anything was saved.
  public int saves;

  /// From now on every call fails, or none.
  public synchronized void broken(boolean now) {
    broken = now;
  }

  private void check() {
    if (broken) throw new StoreException("broken", new IllegalStateException("by the test"));
  }

  @Override
  public synchronized List<Saved> find(Collection<String> prefixes) {
    check();
    return answers.values().stream().filter(a -> prefixes.contains(a.prefix())).toList();
  }

  @Override
  public synchronized void save(Collection<Saved> newAnswers, Collection<Counts> newCounts) {
    check();
    saves++;
    for (Saved a : newAnswers) answers.put(List.of(a.prefix(), a.source()), a);
    for (Counts c : newCounts) {
      counts.merge("%08d %s".formatted(c.day(), c.source()), c, Counts::plus);
    }
  }

  @Override
  public synchronized List<Length> lengths() {
    check();
    return answers.values().stream()
        .filter(a -> a.prefixBits() < (a.ipv6() ? 64 : 32))
        .map(a -> new Length(a.ipv6(), a.prefixBits()))
        .distinct()
        .toList();
  }

  @Override
  public synchronized List<Counts> counts(long fromDay, long toDay) {
    check();
    return counts.values().stream().filter(c -> c.day() >= fromDay && c.day() <= toDay).toList();
  }

  private List<Saved> matching(Which which) {
    List<Saved> matching = new ArrayList<>();
    for (Saved a : answers.values()) {
      List<String> prefixes = which.prefixes();
      if (prefixes != null && !prefixes.contains(a.prefix())) continue;
      if (which.status() != null && !which.status().equals(a.status())) continue;
      String company = which.company();
      if (company != null) {
        String name = a.name();
        boolean same = name != null && name.equalsIgnoreCase(company);
        if (!same && !company.toLowerCase(Locale.ROOT).equals(a.domain())) continue;
      }
      matching.add(a);
    }
    return matching;
  }

  @Override
  public synchronized Marked count(Which which) {
    check();
    Set<String> networks = new HashSet<>();
    List<Saved> matching = matching(which);
    for (Saved a : matching) networks.add(a.prefix());
    return new Marked(matching.size(), networks.size());
  }

  @Override
  public synchronized Marked expire(Which which) {
    Marked marked = count(which);
    for (Saved a : matching(which)) {
      answers.put(
          List.of(a.prefix(), a.source()),
          new Saved(
              a.source(),
              a.prefix(),
              a.ipv6(),
              a.prefixBits(),
              a.status(),
              a.name(),
              a.domain(),
              a.body(),
              a.fetchedAtMs(),
              0));
    }
    version++;
    return marked;
  }

  @Override
  public synchronized long version() {
    check();
    return version;
  }

  @Override
  public synchronized int purge(long expiredBeforeMs, int rowsMax, long daysBefore, int deleteMax) {
    check();
    int before = answers.size() + counts.size();
    List<Saved> first =
        answers.values().stream().sorted(Comparator.comparingLong(Saved::expiresAtMs)).toList();
    int deleted = 0;
    for (Saved a : first) {
      boolean old = a.expiresAtMs() < expiredBeforeMs && a.fetchedAtMs() < expiredBeforeMs;
      if (deleted < deleteMax && (old || answers.size() > rowsMax)) {
        answers.remove(List.of(a.prefix(), a.source()));
        deleted++;
      }
    }
    counts.values().removeIf(c -> c.day() < daysBefore);
    return before - answers.size() - counts.size();
  }
}
