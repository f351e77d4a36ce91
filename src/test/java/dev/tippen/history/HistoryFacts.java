package dev.tippen.history;

import dev.tippen.event.EventKind;
import dev.tippen.history.ReferenceVisits.RefVisit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a reference may know of an event, for tests of other packages.
public record HistoryFacts(
    long id,
    long visitor,
    RefVisit visit,
    long atMs,
    EventKind kind,
    String page,
    String host,
    String name,
    int engagedMs,
    int scrollPct,
    @Nullable String details) {

  private static final Pattern REVENUE =
      Pattern.compile("\"amount\":\"([0-9.]+)\",\"currency\":\"([A-Z]+)\"");

  /// The currency of what the event brought, empty if it brought nothing.
  public String currency() {
    Matcher m = REVENUE.matcher(String.valueOf(details));
    return m.find() ? m.group(2) : "";
  }

  public double amount() {
    Matcher m = REVENUE.matcher(String.valueOf(details));
    return m.find() ? Double.parseDouble(m.group(1)) : 0;
  }


  public static List<HistoryFacts> of(RefVisit visit) {
    List<HistoryFacts> all = new ArrayList<>();
    for (HistoryEvent e : visit.events) {
      all.add(
          new HistoryFacts(
              e.id(),
              e.visitor(),
              visit,
              e.atMs(),
              e.kind(),
              HistoryFixture.text(e.page()),
              HistoryFixture.text(e.host()),
              HistoryFixture.text(e.name()),
              e.engagedMs(),
              e.scrollPct(),
              e.details()));
    }
    return all;
  }

  public static long visitor(RefVisit visit) {
    return visit.first().visitor();
  }

  public static int site(RefVisit visit) {
    return visit.first().site();
  }

  /// The company as it was seen or learned, before the owner's corrections.
  public static long rawCompany(RefVisit visit) {
    long seen = visit.company();
    return seen != 0 ? seen : HistoryFixture.learned(visitor(visit));
  }

  /// What [#rawCompany] counts as: 3 is a part of 4, 5 is a provider, 6 counts nowhere.
  public static long company(RefVisit visit) {
    long raw = rawCompany(visit);
    if (raw == 3) return 4;
    return raw == 5 ? 0 : raw;
  }

  /// The texts of a visit by the names of the API.
  public static Map<String, String> texts(RefVisit v) {
    HistoryEvent entry = v.entry();
    HistoryEvent exit = v.exit();
    HistoryEvent.Arrival a = v.arrival();
    HistoryEvent.Traits t = v.traits();
    return Map.ofEntries(
        Map.entry("entry_page", HistoryFixture.text(entry == null ? 0 : entry.page())),
        Map.entry("exit_page", HistoryFixture.text(exit == null ? 0 : exit.page())),
        Map.entry("source", HistoryFixture.text(a == null ? 0 : a.source())),
        Map.entry("referrer", HistoryFixture.text(a == null ? 0 : a.referrer())),
        Map.entry("utm_source", HistoryFixture.text(a == null ? 0 : a.utmSource())),
        Map.entry("utm_campaign", HistoryFixture.text(a == null ? 0 : a.utmCampaign())),
        Map.entry("browser", HistoryFixture.text(t.browser())),
        Map.entry("system", HistoryFixture.text(t.system())),
        Map.entry("country", HistoryFixture.text(t.country())),
        Map.entry("city", HistoryFixture.text(t.city())),
        Map.entry("channel", Integer.toString(v.channel())),
        Map.entry("device", Integer.toString(t.deviceClass())));
  }

  /// Whether the visitor became known with this visit, given all visits of the visitor.
  public static boolean isNew(RefVisit visit, List<RefVisit> all) {
    long first = Long.MAX_VALUE;
    for (RefVisit v : all) first = Math.min(first, v.firstReceivedMs() / 1_000);
    return visit.firstReceivedMs() / 1_000 == first;
  }
}
