package dev.tippen.live;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.tippen.event.TrackedEvent.CompanySource;
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
  private final JsonFactory json = new JsonFactory();

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

  private static void visitor(JsonGenerator g, PresentVisitor v) throws IOException {
    boolean identified = v.companySource == CompanySource.IDENTIFIED;
    String device = v.device == null ? "Unknown Device - Unknown Browser" : v.device;
    g.writeStartObject();
    g.writeStringField("visitorId", v.visitorId);
    g.writeStringField("company", v.company == null ? "Unknown Company" : v.company);
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
    for (String none : new String[] {"domain", "industry", "revenue", "staff", "employees"}) {
      g.writeNullField(none);
    }
    g.writeNullField("enrichedLocation");
    // Dashboards of the original know three values here and sort any other below "fallback".
    g.writeStringField("_enrichmentSource", "fallback");
    g.writeBooleanField("_cached", false);
    g.writeStringField("enrichmentSource", "fallback");
    g.writeBooleanField("isCached", false);
    g.writeNullField("companyDomain");
    g.writeStringField("companySource", identified ? "identified" : "fallback");
    text(g, "title", v.title);
    g.writeStringField("presence", v.activity.name().toLowerCase(Locale.ROOT));
    g.writeBooleanField("live", !v.sockets.isEmpty());
    g.writeNumberField("engagedSeconds", v.engagedMs / 1000);
    g.writeNumberField("totalPageViews", v.totalPageViews);
    g.writeStringField("firstSeenAt", time(v.firstSeenMs));
    text(g, "landingUrl", v.landingUrl);
    g.writeEndObject();
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
