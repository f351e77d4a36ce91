package dev.tippen.store.sqlite;

import dev.tippen.event.CompanyDetails;
import dev.tippen.event.CompanySource;
import dev.tippen.event.Treatment;
import dev.tippen.store.CompanyStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The tables `companies` and `identity_secrets`.
public final class SqliteCompanyStore implements CompanyStore {
  private static final CompanySource[] SOURCES = CompanySource.values();

  private final SqliteAccess access;

  public SqliteCompanyStore(SqliteAccess access) {
    this.access = access;
  }

  @Override
  public StoredCompany ensure(NewCompany company, long nowMs) {
    return access.write(c -> {
      Long id = idOf(c, company);
      if (id == null) id = insert(c, company, nowMs);
      else refresh(c, id, company, nowMs);
      StoredCompany stored = find(c, id);
      if (stored == null) throw new SQLException("a company that was just stored is gone");
      return stored;
    });
  }

  private static @Nullable Long idOf(Connection c, NewCompany company) throws SQLException {
    String domain = company.details().domain();
    try (PreparedStatement p =
        c.prepareStatement(
            domain != null ? Sql.of("company/id-by-domain") : Sql.of("company/id-by-name"))) {
      p.setInt(1, company.apiKeyId());
      p.setString(2, domain != null ? domain : company.name());
      try (ResultSet r = p.executeQuery()) {
        return r.next() ? r.getLong(1) : null;
      }
    }
  }

  private static long insert(Connection c, NewCompany company, long nowMs) throws SQLException {
    try (PreparedStatement p = c.prepareStatement(Sql.of("company/insert"))) {
      p.setInt(1, company.apiKeyId());
      p.setString(2, company.name());
      p.setInt(3, company.byOwner() ? 1 : 0);
      bindDetails(p, 4, company.details());
      p.setLong(10, nowMs);
      try (ResultSet r = p.executeQuery()) {
        r.next();
        return r.getLong(1);
      }
    }
  }

  private static void refresh(Connection c, long id, NewCompany company, long nowMs)
      throws SQLException {
    try (PreparedStatement p = c.prepareStatement(Sql.of("company/refresh"))) {
      p.setLong(1, id);
      p.setString(2, company.name());
      p.setInt(3, company.byOwner() ? 1 : 0);
      bindDetails(p, 4, company.details());
      p.setLong(10, nowMs);
      p.executeUpdate();
    }
  }

  private static void bindDetails(PreparedStatement p, int from, CompanyDetails d)
      throws SQLException {
    p.setString(from, d.domain());
    p.setString(from + 1, d.industry());
    p.setObject(from + 2, d.employees() == 0 ? null : d.employees());
    p.setString(from + 3, d.employeesRange());
    p.setString(from + 4, d.revenue());
    p.setString(from + 5, d.country());
  }

  @Override
  public @Nullable StoredCompany find(long id) {
    return access.read(c -> find(c, id));
  }

  private static @Nullable StoredCompany find(Connection c, long id) throws SQLException {
    try (PreparedStatement p = c.prepareStatement(Sql.of("company/find"))) {
      p.setLong(1, id);
      try (ResultSet r = p.executeQuery()) {
        return r.next() ? company(r) : null;
      }
    }
  }

  @Override
  public List<StoredCompany> latest(int max) {
    return companies(Sql.of("company/latest"), max);
  }

  @Override
  public List<StoredCompany> toApply(int max) {
    return companies(Sql.of("company/to-apply"), max);
  }

  private List<StoredCompany> companies(String sql, int max) {
    return access.read(c -> {
      try (PreparedStatement p = c.prepareStatement(sql)) {
        p.setInt(1, max);
        try (ResultSet r = p.executeQuery()) {
          List<StoredCompany> all = new ArrayList<>();
          while (r.next()) all.add(company(r));
          return all;
        }
      }
    });
  }

  @Override
  public List<Listed> list(int apiKeyId, @Nullable String search, int limit, int offset) {
    return access.read(c -> {
      try (PreparedStatement p = c.prepareStatement(Sql.of("company/list"))) {
        p.setInt(1, apiKeyId);
        p.setString(2, search);
        p.setInt(3, limit);
        p.setInt(4, offset);
        try (ResultSet r = p.executeQuery()) {
          List<Listed> all = new ArrayList<>();
          while (r.next()) {
            all.add(
                new Listed(
                    company(r),
                    r.getLong("visitors"),
                    r.getLong("page_views"),
                    r.getString("last_seen_at")));
          }
          return all;
        }
      }
    });
  }

  @Override
  public @Nullable StoredCompany correct(int apiKeyId, long id, Correction correction, long nowMs) {
    return access.write(c -> {
      try (PreparedStatement p = c.prepareStatement(Sql.of("company/correct"))) {
        p.setInt(1, apiKeyId);
        p.setLong(2, id);
        p.setString(3, correction.name());
        p.setString(4, correction.treatment() == null ? null : correction.treatment().text());
        p.setObject(5, correction.mergedInto());
        p.setLong(6, nowMs);
        return p.executeUpdate() == 0 ? null : find(c, id);
      }
    });
  }

  @Override
  public void applied(StoredCompany company) {
    access.write(c -> {
      try (PreparedStatement p = c.prepareStatement(Sql.of("company/applied"))) {
        p.setLong(1, company.id());
        p.setLong(2, company.updatedAtMs());
        return p.executeUpdate();
      }
    });
  }

  @Override
  public List<Member> members(long companyId, long afterRowId, int max) {
    return access.read(c -> {
      try (PreparedStatement p = c.prepareStatement(Sql.of("company/members"))) {
        p.setLong(1, companyId);
        p.setLong(2, afterRowId);
        p.setInt(3, max);
        try (ResultSet r = p.executeQuery()) {
          List<Member> all = new ArrayList<>();
          while (r.next()) {
            all.add(new Member(r.getLong(1), r.getString(2), r.getString(3), SOURCES[r.getInt(4)]));
          }
          return all;
        }
      }
    });
  }

  @Override
  public Map<Integer, String> identitySecrets() {
    return access.read(c -> {
      try (PreparedStatement p =
              c.prepareStatement("SELECT api_key_id, secret FROM identity_secrets");
          ResultSet r = p.executeQuery()) {
        Map<Integer, String> all = new HashMap<>();
        while (r.next()) all.put(r.getInt(1), r.getString(2));
        return all;
      }
    });
  }

  @Override
  public void setIdentitySecret(int apiKeyId, String secret, long nowMs) {
    access.write(c -> {
      try (PreparedStatement p =
          c.prepareStatement(
              "INSERT OR REPLACE INTO identity_secrets (api_key_id, secret, created_at_ms)"
                  + " VALUES (?, ?, ?)")) {
        p.setInt(1, apiKeyId);
        p.setString(2, secret);
        p.setLong(3, nowMs);
        return p.executeUpdate();
      }
    });
  }

  private static StoredCompany company(ResultSet r) throws SQLException {
    return new StoredCompany(
        r.getLong("id"),
        r.getInt("api_key_id"),
        r.getString("name"),
        r.getString("source_name"),
        r.getInt("name_by_owner") == 1,
        Treatment.of(r.getString("treatment")),
        r.getLong("merged_into"),
        new CompanyDetails(
            r.getString("domain"),
            r.getString("industry"),
            r.getLong("employees"),
            r.getString("employees_range"),
            r.getString("revenue"),
            r.getString("country")),
        r.getInt("to_apply") == 1,
        r.getLong("updated_at_ms"));
  }
}
