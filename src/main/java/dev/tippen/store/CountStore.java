package dev.tippen.store;

import java.util.List;

/// What is counted by site and day (UTC). All calls block on the database.
public interface CountStore {

  /// @param day days since the epoch, UTC
  /// @param topic what kind of thing is counted, such as `excluded`
  /// @param what the thing
  record DayCount(int apiKeyId, long day, String topic, String what, long n) {}

  /// Adds to what is stored, in one transaction.
  void add(List<DayCount> counts);

  /// Of one site, both days included, by day and thing.
  List<DayCount> counts(int apiKeyId, String topic, long fromDay, long toDay);
}
