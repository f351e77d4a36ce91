package dev.tippen.history;

import dev.tippen.event.Channel;
import dev.tippen.event.EventKind;
import dev.tippen.history.HistoryEvent.Arrival;
import dev.tippen.history.HistoryEvent.Company;
import dev.tippen.history.HistoryEvent.Traits;
import dev.tippen.history.Visit.At;
import dev.tippen.history.Visit.Location;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// Events and visits as rows, in the order of the columns in `sql/history/schema.sql`.
final class Rows {
  private static final Arrival DIRECT = new Arrival(Channel.DIRECT.ordinal(), 0, 0, 0, 0, 0, 0, 0);

  /// In the column `channel` of an event that is no arrival.
  private static final int NO_ARRIVAL = -1;

  private static final EventKind[] KINDS = EventKind.values();

  private Rows() {}

  /// @param previousPage of the page view before it in the visit
  static void put(RowSink row, HistoryEvent e, long visit, int previousPage) throws SQLException {
    row.begin()
        .put(e.id())
        .put(e.site())
        .put(e.visitor())
        .put(visit)
        .put(e.atMs())
        .put(e.receivedMs() - e.atMs())
        .put(e.kind().ordinal())
        .put(e.name())
        .put(e.host())
        .put(e.page())
        .put(e.title())
        .put(e.engagedMs())
        .put(e.scrollPct())
        .put(e.marks())
        .put(e.details());
    Arrival arrival = e.arrival();
    row.put(arrival == null ? NO_ARRIVAL : arrival.channel());
    put(row, arrival == null ? DIRECT : arrival);
    put(row, e.traits());
    put(row, e.company());
    row.put(previousPage).end();
  }

  /// @param isNew whether the visitor became known with this visit
  static void put(RowSink row, Visit v, boolean isNew) throws SQLException {
    row.begin()
        .put(v.id())
        .put(v.site())
        .put(v.visitor())
        .put(v.chainMs())
        .put(v.startMs())
        .put(v.endMs())
        .put(v.firstReceivedMs())
        .put(isNew ? 1 : 0)
        .put(v.pageViews())
        .put(v.interactions())
        .put(v.engagedMs())
        .put(v.marks());
    put(row, v.entry());
    put(row, v.exit());
    At<Arrival> arrival = v.arrival();
    moment(row, arrival);
    Arrival way = arrival == null ? DIRECT : arrival.value();
    row.put(way.channel());
    put(row, way);
    At<Traits> traits = v.traits();
    moment(row, traits);
    put(row, traits == null ? Traits.NONE : traits.value());
    At<Company> company = v.company();
    row.put(company == null ? 0L : company.eventId());
    put(row, company == null ? null : company.value());
    row.end();
  }

  private static void moment(RowSink row, @Nullable At<?> at) throws SQLException {
    row.put(at == null ? 0L : at.ms()).put(at == null ? 0L : at.eventId());
  }

  private static void put(RowSink row, @Nullable At<Location> at) throws SQLException {
    moment(row, at);
    row.put(at == null ? 0 : at.value().host()).put(at == null ? 0 : at.value().page());
  }

  private static void put(RowSink row, Arrival a) throws SQLException {
    row.put(a.source())
        .put(a.referrer())
        .put(a.utmSource())
        .put(a.utmMedium())
        .put(a.utmCampaign())
        .put(a.utmTerm())
        .put(a.utmContent());
  }

  private static void put(RowSink row, Traits t) throws SQLException {
    row.put(t.deviceClass())
        .put(t.browser())
        .put(t.browserVersion())
        .put(t.system())
        .put(t.systemVersion())
        .put(t.country())
        .put(t.region())
        .put(t.city())
        .put(t.language())
        .put(t.screen());
  }

  private static void put(RowSink row, @Nullable Company c) throws SQLException {
    row.put(c == null ? 0L : c.id())
        .put(c == null ? 0 : c.source())
        .put(c == null ? 0 : c.trust())
        .put(c == null ? 0 : c.confidence());
  }

  static Visit visit(ResultSet r) throws SQLException {
    Next n = new Next(r);
    long id = n.big();
    int site = n.small();
    long visitor = n.big();
    long chainMs = n.big();
    long startMs = n.big();
    long endMs = n.big();
    long firstReceivedMs = n.big();
    n.small(); // is_new is made anew
    int pageViews = n.small();
    int interactions = n.small();
    long engagedMs = n.big();
    int marks = n.small();
    At<Location> entry = n.location();
    At<Location> exit = n.location();
    long arrivalMs = n.big();
    long arrivalEvent = n.big();
    Arrival arrival = n.arrival(n.small());
    long traitsMs = n.big();
    long traitsEvent = n.big();
    Traits traits = n.traits();
    long companyEvent = n.big();
    Company company = n.company();
    return new Visit(
        id,
        site,
        visitor,
        chainMs,
        startMs,
        endMs,
        firstReceivedMs,
        pageViews,
        interactions,
        engagedMs,
        marks,
        entry,
        exit,
        arrivalEvent == 0 ? null : new At<>(arrivalMs, arrivalEvent, arrival),
        traitsEvent == 0 ? null : new At<>(traitsMs, traitsEvent, traits),
        // Only the trust and the event decide which company holds.
        company == null ? null : new At<>(startMs, companyEvent, company));
  }

  static HistoryEvent event(ResultSet r) throws SQLException {
    Next n = new Next(r);
    long id = n.big();
    int site = n.small();
    long visitor = n.big();
    n.big(); // the visit
    long atMs = n.big();
    long lateMs = n.big();
    EventKind kind = KINDS[n.small()];
    int name = n.small();
    int host = n.small();
    int page = n.small();
    int title = n.small();
    int engagedMs = n.small();
    int scrollPct = n.small();
    int marks = n.small();
    String details = n.text();
    int channel = n.small();
    Arrival arrival = n.arrival(channel);
    Traits traits = n.traits();
    Company company = n.company();
    return new HistoryEvent(
        id,
        site,
        visitor,
        atMs,
        atMs + lateMs,
        kind,
        name,
        host,
        page,
        title,
        engagedMs,
        scrollPct,
        marks,
        details,
        channel == NO_ARRIVAL ? null : arrival,
        traits,
        company);
  }

  /// The columns of a row one after the other.
  private static final class Next {
    private final ResultSet row;
    private int at;

    Next(ResultSet row) {
      this.row = row;
    }

    long big() throws SQLException {
      return row.getLong(++at);
    }

    int small() throws SQLException {
      return row.getInt(++at);
    }

    @Nullable String text() throws SQLException {
      return row.getString(++at);
    }

    @Nullable At<Location> location() throws SQLException {
      long ms = big();
      long event = big();
      Location location = new Location(small(), small());
      return event == 0 ? null : new At<>(ms, event, location);
    }

    Arrival arrival(int channel) throws SQLException {
      return new Arrival(channel, small(), small(), small(), small(), small(), small(), small());
    }

    Traits traits() throws SQLException {
      return new Traits(
          small(), small(), small(), small(), small(), small(), small(), small(), small(), small());
    }

    @Nullable Company company() throws SQLException {
      Company company = new Company(big(), small(), small(), small());
      return company.id() == 0 ? null : company;
    }
  }
}
