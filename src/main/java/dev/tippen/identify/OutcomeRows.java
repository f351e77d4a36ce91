package dev.tippen.identify;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.tippen.event.Confidence;
import dev.tippen.store.LookupStore.Saved;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Outcomes as rows of the store.
final class OutcomeRows {
  private static final JsonFactory FACTORY = new JsonFactory();

  private OutcomeRows() {}

  static Saved row(Outcome o, Prefix prefix, String prefixName) {
    CompanyProfile p = o.profile();
    return new Saved(
        o.source(),
        prefixName,
        prefix.ipv6(),
        prefix.length(),
        o.status().text(),
        p == null ? null : p.name(),
        p == null ? null : p.domain(),
        body(o),
        o.fetchedAtMs(),
        o.expiresAtMs());
  }

  private static String body(Outcome o) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      json.writeStartObject();
      field(json, "confidence", o.confidence().text());
      field(json, "ispName", o.ispName());
      field(json, "reason", o.reason());
      json.writeNumberField("creditsUsed", o.creditsUsed());
      CompanyProfile p = o.profile();
      if (p != null) {
        field(json, "legalName", p.legalName());
        field(json, "industry", p.industry());
        json.writeNumberField("employees", p.employees());
        field(json, "employeesRange", p.employeesRange());
        field(json, "revenue", p.revenue());
        field(json, "country", p.country());
        field(json, "city", p.city());
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static void field(JsonGenerator json, String name, @Nullable String value)
      throws IOException {
    if (value != null) json.writeStringField(name, value);
  }

  /// @param matchedPrefix null: the row is of the address alone
  /// @return null if the row is not one of ours: somebody wrote into the database
  static @Nullable Outcome outcome(Saved row, @Nullable String matchedPrefix) {
    JsonBody body = JsonBody.parse(row.body().getBytes(StandardCharsets.UTF_8));
    if (body == null) return null;
    try {
      Status status = Status.of(row.status());
      String confidence = body.text("/confidence");
      String reason = body.text("/reason");
      return new Outcome(
          row.source(),
          status,
          status == Status.FOUND ? profile(row, body) : null,
          confidence == null
              ? Confidence.LOW
              : Confidence.valueOf(confidence.toUpperCase(Locale.ROOT)),
          Texts.name(body.text("/ispName"), CompanyProfile.NAME_MAX_CHARS),
          matchedPrefix,
          reason == null ? "" : reason,
          0,
          body.integer("/creditsUsed", 0),
          row.fetchedAtMs(),
          row.expiresAtMs(),
          false);
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  private static @Nullable CompanyProfile profile(Saved row, JsonBody body) {
    return CompanyProfile.builder()
        .name(row.name())
        .legalName(body.text("/legalName"))
        .domain(row.domain())
        .industry(body.text("/industry"))
        .employees(String.valueOf(body.integer("/employees", 0)))
        .employeesRange(body.text("/employeesRange"))
        .revenue(body.text("/revenue"))
        .country(body.text("/country"))
        .city(body.text("/city"))
        .build();
  }
}
