package dev.tippen.analytics;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tippen.analytics.Reports.Base;
import dev.tippen.analytics.Reports.Goal;
import dev.tippen.analytics.Reports.Per;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/// Reports as clients ask for them in JSON.
public final class ReportForm {
  private static final int NAME_MAX_CHARS = 100;

  private ReportForm() {}

  /// The fields `range`, `zone`, `filters`, which all reports have.
  ///
  /// @param further names of the report's own fields
  /// @throws InvalidQuery naming the field that can't be used
  public static Base base(JsonNode form, int site, Instant now, Set<String> further) {
    for (Iterator<String> names = form.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      boolean known =
          further.contains(name) || Set.of("apiKey", "range", "zone", "filters").contains(name);
      if (!known) throw new InvalidQuery(name + " is no field of this report");
    }
    return new Base(site, QueryForm.range(form, now), QueryForm.filters(form));
  }

  /// `[{"page": ...}]` as in filters: `{"dimension": "page", "is": "/pricing"}`.
  public static List<Filter> steps(JsonNode form) {
    JsonNode list = form.path("steps");
    if (!list.isArray() || list.size() > Reports.STEPS_MAX) {
      throw new InvalidQuery("steps must be a list of 2 to " + Reports.STEPS_MAX);
    }
    List<Filter> steps = new ArrayList<>();
    for (JsonNode step : list) steps.add(QueryForm.filter(step));
    return steps;
  }

  /// `[{"name": "Sign-up", "dimension": "event", "is": "signup"}, {"name": "Read",
  /// "engagedSeconds": 60}]`.
  public static List<Goal> goals(JsonNode form) {
    JsonNode list = form.path("goals");
    if (!list.isArray() || list.isEmpty() || list.size() > Reports.GOALS_MAX) {
      throw new InvalidQuery("goals must be a list of 1 to " + Reports.GOALS_MAX);
    }
    List<Goal> goals = new ArrayList<>();
    for (JsonNode one : list) {
      String name = one.path("name").asText("").strip();
      if (name.isEmpty() || name.length() > NAME_MAX_CHARS || !one.isObject()) {
        throw new InvalidQuery("goals: each needs a name of at most 100 characters");
      }
      com.fasterxml.jackson.databind.node.ObjectNode rest = one.deepCopy();
      rest.remove("name");
      int engagedSeconds = rest.path("engagedSeconds").asInt(0);
      rest.remove("engagedSeconds");
      goals.add(new Goal(name, rest.isEmpty() ? null : QueryForm.filter(rest), engagedSeconds));
    }
    return goals;
  }

  public static Per per(JsonNode form, Per otherwise) {
    if (!form.has("per")) return otherwise;
    Per per = Per.of(form.path("per").asText());
    if (per == null) throw new InvalidQuery("per must be visit, visitor or company");
    return per;
  }
}
