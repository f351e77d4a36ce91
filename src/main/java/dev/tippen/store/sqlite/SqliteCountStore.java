package dev.tippen.store.sqlite;

import dev.tippen.store.CountStore;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;

/// The table `daily_counts`.
public final class SqliteCountStore implements CountStore {
  private final SqliteAccess access;

  public SqliteCountStore(SqliteAccess access) {
    this.access = access;
  }

  @Override
  public void add(List<DayCount> counts) {
    access.write(c -> {
      try (PreparedStatement p = c.prepareStatement(Sql.of("counts/add"))) {
        for (DayCount count : counts) {
          p.setInt(1, count.apiKeyId());
          p.setString(2, count.topic());
          p.setLong(3, count.day());
          p.setString(4, count.what());
          p.setLong(5, count.n());
          p.executeUpdate();
        }
        return null;
      }
    });
  }

  @Override
  public List<DayCount> counts(int apiKeyId, String topic, long fromDay, long toDay) {
    return access.read(c -> {
      try (PreparedStatement p = c.prepareStatement(Sql.of("counts/find"))) {
        p.setInt(1, apiKeyId);
        p.setString(2, topic);
        p.setLong(3, fromDay);
        p.setLong(4, toDay);
        try (ResultSet r = p.executeQuery()) {
          List<DayCount> all = new ArrayList<>();
          while (r.next()) {
            all.add(new DayCount(apiKeyId, r.getLong(1), topic, r.getString(2), r.getLong(3)));
          }
          return all;
        }
      }
    });
  }
}
