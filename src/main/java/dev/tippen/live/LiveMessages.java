package dev.tippen.live;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.tippen.event.CompanyDetails;
import dev.tippen.event.CompanySource;
import dev.tippen.event.Facts;
import dev.tippen.event.Mark;
import dev.tippen.event.TrackedEvent.Company;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The text of the messages on the sockets.
///
/// The visitor object has no field `id`: dashboards of the original find visitors by `visitorId`
/// and would be misled by it. Where they format a value, it is never null.
final class LiveMessages {
  private static final Mark[] MARKS = Mark.values();

  private final JsonFactory json = new JsonFactory();
  private final Details companies;

  /// Where the details of companies are found; never blocks.
  @FunctionalInterface
  interface Details {
    CompanyDetails of(long companyId);
  }

  LiveMessages(Details companies) {
    this.companies = companies;
  }

  /// `INITIAL_VISITORS` or `VISITOR_LIST`.
  ///
  /// @param visitors newest activity first, already limited
  /// @param total all who are present
  String list(String type, Collection<PresentVisitor> visitors, int total, long nowMs) {
    return write(g -> {
      g.writeStringField("type", type);
      g.writeArrayFieldStart("visitors");
      for (PresentVisitor v : visitors) visitor(g, v);
      g.writeEndArray();
      g.writeNumberField("total", total);
      g.writeStringField("serverTime", time(nowMs));
    });
  }

  String update(PresentVisitor v, int total, long nowMs) {
    return write(g -> {
      g.writeStringField("type", "VISITOR_UPDATE");
      g.writeFieldName("visitor");
      visitor(g, v);
      g.writeStringField("event", v.lastEventName);
      g.writeNumberField("total", total);
      g.writeStringField("serverTime", time(nowMs));
    });
  }

  String connected(String visitorId) {
    return write(g -> {
      g.writeStringField("type", "CONNECTED");
      g.writeStringField("visitorId", visitorId);
    });
  }

  String pong(long nowMs) {
    return write(g -> {
      g.writeStringField("type", "PONG");
      g.writeNumberField("timestamp", nowMs);
    });
  }

  private void visitor(JsonGenerator g, PresentVisitor v) throws IOException {
    Company company = v.company;
    CompanySource source = company == null ? CompanySource.FALLBACK : company.source();
    boolean identified = source != CompanySource.FALLBACK;
    CompanyDetails details =
        company == null || !identified ? CompanyDetails.NONE : companies.of(company.id());
    String device = v.device == null ? "Unknown Device - Unknown Browser" : v.device;
    g.writeStartObject();
    g.writeStringField("visitorId", v.visitorId);
    g.writeStringField("company", company == null ? "Unknown Company" : company.name());
    g.writeStringField("location", v.location == null ? "Unknown Location" : v.location);
    g.writeStringField("website", v.website == null ? "" : v.website);
    g.writeStringField("lastRole", device);
    g.writeStringField("deviceType", device);
    g.writeNumberField("pageViews", v.pageViews);
    g.writeStringField("timestamp", time(v.arrivedMs));
    g.writeStringField("lastActivity", time(v.lastActivityMs()));
    g.writeStringField("status", "active");
    g.writeStringField("url", v.url == null ? "" : v.url);
    g.writeStringField("referrer", v.referrer == null ? "direct" : v.referrer);
    text(g, "userAgent", v.userAgent);
    text(g, "screenResolution", v.screenResolution);
    text(g, "language", v.language);
    text(g, "timezone", v.timezone);
    text(g, "ip", v.addressPrefix);
    text(g, "domain", details.domain());
    text(g, "industry", details.industry());
    text(g, "revenue", details.revenue());
    staff(g, "staff", details);
    staff(g, "employees", details);
    text(g, "enrichedLocation", v.place == null ? null : placeText(v.place));
    // Dashboards of the original know three values here and sort any other below "fallback".
    String wireSource = identified ? "cache" : "fallback";
    g.writeStringField("_enrichmentSource", wireSource);
    g.writeBooleanField("_cached", identified);
    g.writeStringField("enrichmentSource", wireSource);
    g.writeBooleanField("isCached", identified);
    text(g, "companyDomain", details.domain());
    g.writeStringField("companySource", source.text());
    g.writeNumberField("companyId", company == null ? 0 : company.id());
    text(
        g,
        "companyConfidence",
        company == null || !identified ? null : company.confidence().text());
    text(g, "companyWhy", company == null ? null : company.why());
    facts(g, v);
    text(g, "title", v.title);
    g.writeStringField("presence", v.activity.name().toLowerCase(Locale.ROOT));
    g.writeBooleanField("live", !v.sockets.isEmpty());
    g.writeNumberField("engagedSeconds", v.engagedMs / 1000);
    g.writeNumberField("totalPageViews", v.totalPageViews);
    g.writeStringField("firstSeenAt", time(v.firstSeenMs));
    text(g, "landingUrl", v.landingUrl);
    g.writeEndObject();
  }

  private static void facts(JsonGenerator g, PresentVisitor v) throws IOException {
    Facts.Device device = v.detectedDevice;
    text(g, "browser", device == null ? null : device.browser());
    text(g, "browserVersion", device == null ? null : device.browserVersion());
    text(g, "system", device == null ? null : device.system());
    text(g, "deviceClass", device == null ? null : device.deviceClass().text());
    Facts.Place place = v.place;
    text(g, "countryCode", place == null ? null : place.countryCode());
    text(g, "placeSource", place == null ? null : place.source().text());
    Facts.Arrival arrival = v.arrival;
    text(g, "channel", arrival == null ? null : arrival.channel().text());
    text(g, "source", arrival == null ? null : arrival.source());
    text(g, "campaign", arrival == null ? null : arrival.campaign().name());
    Facts.Network network = v.network;
    text(g, "network", network == null ? null : network.organisation());
    text(g, "networkClass", network == null ? null : network.networkClass().text());
    g.writeArrayFieldStart("marks");
    for (Mark mark : MARKS) {
      if ((v.marks & mark.bit()) != 0) g.writeString(mark.text());
    }
    g.writeEndArray();
  }

  private static void staff(JsonGenerator g, String name, CompanyDetails details)
      throws IOException {
    if (details.employees() > 0) g.writeNumberField(name, details.employees());
    else text(g, name, details.employeesRange());
  }

  /// `City, Country`, or the country alone.
  private static String placeText(Facts.Place place) {
    String country = Locale.of("", place.countryCode()).getDisplayCountry(Locale.ENGLISH);
    return place.city() == null ? country : place.city() + ", " + country;
  }

  private static void text(JsonGenerator g, String name, @Nullable String value)
      throws IOException {
    if (value == null) g.writeNullField(name);
    else g.writeStringField(name, value);
  }

  private static String time(long epochMs) {
    return Instant.ofEpochMilli(epochMs).toString();
  }

  @FunctionalInterface
  private interface Fields {
    void write(JsonGenerator g) throws IOException;
  }

  private String write(Fields fields) {
    StringWriter out = new StringWriter(1024);
    try (JsonGenerator g = json.createGenerator(out)) {
      g.writeStartObject();
      fields.write(g);
      g.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString();
  }
}
