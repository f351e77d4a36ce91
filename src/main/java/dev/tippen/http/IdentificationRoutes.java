package dev.tippen.http;

import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tippen.enrich.place.AddressDirectory;
import dev.tippen.enrich.place.FileStatus;
import dev.tippen.event.ApiKey;
import dev.tippen.event.CompanyDetails;
import dev.tippen.event.Exclusion;
import dev.tippen.event.Problem;
import dev.tippen.event.Refusal;
import dev.tippen.event.Treatment;
import dev.tippen.identify.Companies;
import dev.tippen.identify.CompanyCorrections;
import dev.tippen.identify.Lookups;
import dev.tippen.identify.MatchRate;
import dev.tippen.ingest.ExcludedEvents;
import dev.tippen.ingest.Replay;
import dev.tippen.store.CompanyStore.Correction;
import dev.tippen.store.CompanyStore.Listed;
import dev.tippen.store.CompanyStore.StoredCompany;
import dev.tippen.store.CountStore.DayCount;
import dev.tippen.store.DailyCounts;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What owners see and correct of who their visitors are: `/api/v1/companies`,
/// `/api/v1/identification`, `/api/v1/excluded`, `/api/v1/identity-secret`.
public final class IdentificationRoutes {
  private static final int BODY_MAX_BYTES = 16 * 1024;
  private static final int NAME_MAX_CHARS = 256;
  private static final int SEARCH_MAX_CHARS = 256;
  private static final int DAYS_MAX = 366;
  private static final int SECRET_BYTES = 32;
  private static final ObjectMapper MAPPER = mapper();

  private final Guard guard;
  private final Parts parts;

  /// What the routes call.
  public record Parts(
      Companies companies,
      CompanyCorrections corrections,
      Lookups lookups,
      AddressDirectory addresses,
      DailyCounts counts,
      Replay replay,
      SecureRandom random) {}

  IdentificationRoutes(Guard guard, Parts parts) {
    this.guard = guard;
    this.parts = parts;
  }

  private static ObjectMapper mapper() {
    ObjectMapper mapper = JsonMapper.builder().build();
    mapper
        .getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder().maxNestingDepth(8).maxTokenCount(256).build());
    return mapper;
  }

  void mount(Router router) {
    Body body = new Body(BODY_MAX_BYTES);
    router.get("/api/v1/companies").handler(this::companies);
    router.post("/api/v1/companies").handler(body).handler(this::declare);
    Routes.others(router, "/api/v1/companies", "GET, POST");
    router.patch("/api/v1/companies/:id").handler(body).handler(this::correct);
    Routes.others(router, "/api/v1/companies/:id", "PATCH");
    router.get("/api/v1/identification").handler(this::identification);
    Routes.others(router, "/api/v1/identification", "GET");
    router.get("/api/v1/excluded").handler(this::excluded);
    Routes.others(router, "/api/v1/excluded", "GET");
    router.get("/api/v1/excluded/replay").handler(this::replayState);
    router.post("/api/v1/excluded/replay").handler(body).handler(this::replay);
    Routes.others(router, "/api/v1/excluded/replay", "GET, POST");
    router.get("/api/v1/identity-secret").handler(this::identitySecret);
    router.post("/api/v1/identity-secret").handler(body).handler(this::newIdentitySecret);
    Routes.others(router, "/api/v1/identity-secret", "GET, POST");
  }

  private void companies(RoutingContext context) {
    Integer limit =
        Guard.number(context, "limit", ReadRoutes.LIMIT_DEFAULT, 1, ReadRoutes.LIMIT_MAX);
    Integer offset = Guard.number(context, "offset", 0, 0, ReadRoutes.OFFSET_MAX);
    if (limit == null || offset == null) return;
    String search = context.request().getParam("search");
    if (search != null && search.length() > SEARCH_MAX_CHARS) {
      invalid(context, "search may have at most " + SEARCH_MAX_CHARS + " characters");
      return;
    }
    String wanted = search == null || search.isBlank() ? null : search.strip();
    guard.read(
        context,
        key -> {
          List<Map<String, Object>> all = new ArrayList<>();
          for (Listed listed : parts.companies.list(key.id(), wanted, limit, offset)) {
            Map<String, Object> one = company(listed.company());
            one.put("visitors", listed.visitors());
            one.put("pageViews", listed.pageViews());
            one.put("lastSeenAt", orNull(listed.lastSeenAt()));
            all.add(one);
          }
          return Map.of("companies", all);
        });
  }

  private static Map<String, Object> company(StoredCompany c) {
    CompanyDetails d = c.details();
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("id", c.id());
    one.put("name", c.name());
    one.put("sourceName", c.sourceName());
    one.put("nameByOwner", c.nameByOwner());
    one.put("treatment", c.treatment().text());
    one.put("mergedInto", c.mergedInto() == 0 ? NULL : c.mergedInto());
    one.put("domain", orNull(d.domain()));
    one.put("industry", orNull(d.industry()));
    one.put("employees", d.employees() == 0 ? NULL : d.employees());
    one.put("employeesRange", orNull(d.employeesRange()));
    one.put("revenue", orNull(d.revenue()));
    one.put("country", orNull(d.country()));
    one.put("correctionUnderWay", c.toApply());
    return one;
  }

  private static final Object NULL = MAPPER.nullNode();

  private static Object orNull(@Nullable String text) {
    return text == null ? NULL : text;
  }

  private void declare(RoutingContext context) {
    JsonNode form = form(context);
    if (form == null) return;
    String name = text(context, form, "name", /* required= */ true);
    if (name == null) return;
    String domain = form.path("domain").asText("").strip();
    CompanyDetails details =
        domain.isEmpty() ? CompanyDetails.NONE : Companies.detailsOfDomain(domain);
    if (details == null) {
      invalid(context, "domain must be a domain name such as acme.example");
      return;
    }
    guard.act(
        context,
        form,
        key -> Map.of("company", company(parts.companies.declare(key.id(), name, details))));
  }

  private void correct(RoutingContext context) {
    JsonNode form = form(context);
    if (form == null) return;
    long id;
    try {
      id = Long.parseLong(context.pathParam("id"));
    } catch (NumberFormatException _) {
      Answers.problem(context.response(), Problem.NOT_FOUND);
      return;
    }
    String name = null;
    if (form.hasNonNull("name")) {
      name = form.get("name").asText().strip();
      if (name.length() > NAME_MAX_CHARS || hasControls(name)) {
        invalid(context, "name may have at most " + NAME_MAX_CHARS + " printable characters");
        return;
      }
    }
    Treatment treatment = null;
    if (form.hasNonNull("treatment")) {
      try {
        treatment = Treatment.of(form.get("treatment").asText());
      } catch (IllegalArgumentException _) {
        invalid(context, "treatment must be company, isp, own or blocked");
        return;
      }
    }
    Long mergedInto = null;
    if (form.has("mergedInto")) {
      JsonNode into = form.get("mergedInto");
      if (!into.isNull() && !into.canConvertToLong()) {
        invalid(context, "mergedInto must be the id of a company, or null");
        return;
      }
      mergedInto = into.asLong(0);
    }
    Correction correction = new Correction(name, treatment, mergedInto);
    guard.act(context, form, key -> corrected(key, id, correction));
  }

  private Object corrected(ApiKey key, long id, Correction correction) {
    Long into = correction.mergedInto();
    if (into != null && into != 0 && !parts.companies.mayMerge(key.id(), id, into)) {
      return Refusal.of(
          Problem.FIELD_INVALID, "mergedInto must be another company of this site, not itself");
    }
    StoredCompany company = parts.companies.correct(key.id(), id, correction);
    if (company == null) return Refusal.of(Problem.NOT_FOUND);
    parts.corrections.wake();
    return Map.of("company", company(company));
  }

  private void identification(RoutingContext context) {
    Integer days = Guard.number(context, "days", 30, 1, DAYS_MAX);
    if (days == null) return;
    guard.read(
        context,
        key -> {
          Map<String, Object> answer = new LinkedHashMap<>();
          answer.put("days", matches(key, days));
          // What the whole server spends is nothing for everybody who has a public key.
          if (!key.openRead()) {
            answer.put("lookups", lookupDays(days));
            answer.put("sources", sources());
          }
          answer.put("files", files());
          return answer;
        });
  }

  private List<Map<String, Object>> matches(ApiKey key, int days) {
    long today = parts.counts.today();
    Map<Long, Map<String, Long>> byDay = new TreeMap<>();
    for (DayCount c : parts.counts.counts(key.id(), MatchRate.TOPIC, today - days + 1, today)) {
      byDay.computeIfAbsent(c.day(), d -> new TreeMap<>()).put(c.what(), c.n());
    }
    List<Map<String, Object>> all = new ArrayList<>();
    byDay.forEach((day, counts) -> {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("day", LocalDate.ofEpochDay(day).toString());
      Long eligible = counts.remove(MatchRate.ELIGIBLE);
      one.put("eligible", eligible == null ? 0 : eligible);
      one.put("found", counts);
      all.add(one);
    });
    return all;
  }

  private List<Map<String, Object>> lookupDays(int days) {
    List<Map<String, Object>> all = new ArrayList<>();
    long today = parts.counts.today();
    for (var c : parts.lookups.counts(today - days + 1, today)) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("day", LocalDate.ofEpochDay(c.day()).toString());
      one.put("source", c.source());
      one.put("cacheHits", c.memoryHits() + c.diskHits());
      one.put("calls", c.calls());
      one.put("found", c.found());
      one.put("notFound", c.notFound());
      one.put("failed", c.failed());
      one.put("skipped", c.skipped());
      one.put("creditsUsed", c.creditsUsed());
      one.put("creditsSaved", c.creditsSaved());
      all.add(one);
    }
    return all;
  }

  private List<Map<String, Object>> sources() {
    List<Map<String, Object>> all = new ArrayList<>();
    for (Lookups.SourceState s : parts.lookups.sources()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("source", s.source());
      one.put("title", s.title());
      one.put("host", s.host());
      one.put("state", s.state());
      one.put("creditsToday", s.dayCredits());
      one.put("creditsThisMonth", s.monthCredits());
      all.add(one);
    }
    return all;
  }

  private List<Map<String, Object>> files() {
    List<Map<String, Object>> all = new ArrayList<>();
    for (FileStatus f : parts.addresses.status()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("file", String.valueOf(Path.of(f.file()).getFileName()));
      one.put("type", orNull(f.type()));
      one.put("builtAt", orNull(f.builtAt() == null ? null : f.builtAt().toString()));
      one.put("old", f.old());
      one.put("use", f.use().name().toLowerCase(Locale.ROOT));
      one.put(
          "attribution",
          f.attribution() == null
              ? NULL
              : Map.of("text", f.attribution().text(), "url", f.attribution().url()));
      one.put("problem", orNull(f.problem()));
      all.add(one);
    }
    return all;
  }

  private void excluded(RoutingContext context) {
    Integer days = Guard.number(context, "days", 30, 1, DAYS_MAX);
    if (days == null) return;
    guard.read(
        context,
        key -> {
          long today = parts.counts.today();
          List<Map<String, Object>> all = new ArrayList<>();
          for (DayCount c :
              parts.counts.counts(key.id(), ExcludedEvents.TOPIC, today - days + 1, today)) {
            Map<String, Object> one = new LinkedHashMap<>();
            int colon = c.what().indexOf(':');
            one.put("day", LocalDate.ofEpochDay(c.day()).toString());
            one.put("reason", colon < 0 ? c.what() : c.what().substring(0, colon));
            one.put("what", colon < 0 ? NULL : c.what().substring(colon + 1));
            one.put("events", c.n());
            all.add(one);
          }
          return Map.of("excluded", all);
        });
  }

  private void replay(RoutingContext context) {
    JsonNode form = form(context);
    if (form == null) return;
    Exclusion reason = Replay.reason(form.path("reason").asText(""));
    if (reason == null) {
      invalid(context, "reason must be robot, automation, own or blocked");
      return;
    }
    LocalDate from;
    LocalDate to;
    try {
      from = LocalDate.parse(form.path("from").asText(""));
      to = LocalDate.parse(form.path("to").asText(""));
    } catch (DateTimeException _) {
      invalid(context, "from and to must be days such as 2026-01-31");
      return;
    }
    String what = form.path("what").asText("").strip();
    guard.act(
        context,
        form,
        key -> {
          Replay.Wish wish = new Replay.Wish(key, reason, what.isEmpty() ? null : what, from, to);
          if (!parts.replay.begin(wish)) {
            return Refusal.of(Problem.STORE_BUSY, "Another replay is under way; wait for its end");
          }
          return replayState(parts.replay.state(key));
        });
  }

  private void replayState(RoutingContext context) {
    guard.read(context, key -> replayState(parts.replay.state(key)));
  }

  private static Map<String, Object> replayState(Replay.State s) {
    Map<String, Object> state = new LinkedHashMap<>();
    state.put("running", s.running());
    state.put("donePercent", s.donePercent());
    state.put("counted", s.counted());
    state.put("countedBefore", s.countedBefore());
    state.put("failed", s.failed());
    return state;
  }

  private void identitySecret(RoutingContext context) {
    // Only who may act for the site may sign for its users.
    guard.act(
        context,
        null,
        key -> {
          String secret = parts.companies.identitySecret(key.id());
          return Map.of("identitySecret", orNull(secret));
        });
  }

  private void newIdentitySecret(RoutingContext context) {
    guard.act(
        context,
        null,
        key -> {
          byte[] bytes = new byte[SECRET_BYTES];
          parts.random.nextBytes(bytes);
          String secret = HexFormat.of().formatHex(bytes);
          parts.companies.setIdentitySecret(key.id(), secret);
          return Map.of("identitySecret", secret);
        });
  }

  /// @return null if the body is no JSON object; the request is answered then
  private static @Nullable JsonNode form(RoutingContext context) {
    Buffer buffer = context.body().buffer();
    try {
      JsonNode node = buffer == null ? null : MAPPER.readTree(buffer.getBytes());
      if (node != null && node.isObject()) return node;
    } catch (IOException _) {
      // answered below
    }
    Answers.problem(context.response(), Problem.BODY_MALFORMED);
    return null;
  }

  private static @Nullable String text(
      RoutingContext context, JsonNode form, String field, boolean required) {
    String text = form.path(field).asText("").strip();
    if (text.isEmpty() && required) {
      Answers.refuse(
          context.response(), Refusal.of(Problem.FIELD_REQUIRED, field + " is required"));
      return null;
    }
    if (text.length() > NAME_MAX_CHARS || hasControls(text)) {
      invalid(context, field + " may have at most " + NAME_MAX_CHARS + " printable characters");
      return null;
    }
    return text;
  }

  private static boolean hasControls(String text) {
    return text.chars().anyMatch(Character::isISOControl);
  }

  private static void invalid(RoutingContext context, String sentence) {
    Answers.refuse(context.response(), Refusal.of(Problem.FIELD_INVALID, sentence));
  }
}
