package dev.tippen.http;

import dev.tippen.analytics.Analytics;
import dev.tippen.analytics.export.FileFormat;
import dev.tippen.analytics.export.Table;
import dev.tippen.analytics.export.TableExport;
import dev.tippen.event.Refusal;
import dev.tippen.history.History.Cancellation;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/// Answers of the history as JSON or, with the parameter `format`, as a file.
final class TableAnswers {
  private final TableExport export;

  TableAnswers(TableExport export) {
    this.export = export;
  }

  /// On a thread that may block.
  ///
  /// @param work whose result is an [Analytics.Answer] or an object with at most one list of
  ///   objects, which is the table
  /// @param json the form of a result that is answered as JSON
  /// @return what [Answers#ok] takes, or a [Refusal]
  <T> Object of(
      RoutingContext context, Cancellation cancellation, Supplier<T> work, Function<T, Object> json) {
    String format = context.request().getParam("format");
    return AnalyticsRoutes.answered(() -> {
      FileFormat wanted = FileFormat.of(format);
      T result = work.get();
      if (wanted == null) return json.apply(result);
      return new Answers.File(export.bytes(table(result), wanted, cancellation), wanted);
    });
  }

  private static Table table(Object result) {
    if (result instanceof Analytics.Answer answer) return Table.of(answer);
    Map<String, ?> object = object(result);
    for (Object value : object.values()) {
      if (value instanceof List<?> list) {
        return Table.of(list.stream().map(TableAnswers::object).toList());
      }
    }
    return Table.of(List.of(object));
  }

  @SuppressWarnings("unchecked") // Answers are made with names as keys.
  private static Map<String, ?> object(Object value) {
    if (value instanceof Map<?, ?> map) return (Map<String, ?>) map;
    throw new IllegalArgumentException("no table: " + value.getClass());
  }
}
