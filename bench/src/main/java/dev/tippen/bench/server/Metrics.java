package dev.tippen.bench.server;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// What `GET /metrics` says, each series summed over its labels. A server without the endpoint or
/// without a series gives NaN.
public record Metrics(Map<String, Double> sums) {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  public Metrics {
    sums = Map.copyOf(sums);
  }

  public static Metrics read(HttpClient http, URI server) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(server.resolve("/metrics")).timeout(TIMEOUT).GET().build();
    try {
      HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
      return answer.statusCode() == 200 ? parse(answer.body()) : new Metrics(Map.of());
    } catch (IOException _) {
      return new Metrics(Map.of());
    }
  }

  /// Source: Prometheus text format 0.0.4: `name{label="value"} number [timestamp]`, `#` begins a
  /// comment.
  static Metrics parse(String text) {
    Map<String, Double> sums = new HashMap<>();
    for (String line : text.lines().toList()) {
      if (line.isBlank() || line.startsWith("#")) continue;
      int labels = line.indexOf('{');
      // A label's text may contain anything but ends before the last brace.
      int nameEnd = labels < 0 ? line.indexOf(' ') : labels;
      int valueFrom = labels < 0 ? nameEnd : line.lastIndexOf('}') + 1;
      if (nameEnd <= 0 || valueFrom <= 0) continue;
      try {
        double value = Double.parseDouble(line.substring(valueFrom).strip().split(" ", 2)[0]);
        sums.merge(line.substring(0, nameEnd), value, Double::sum);
      } catch (NumberFormatException _) {
        // `+Inf` and whatever else is no number for us.
      }
    }
    return new Metrics(sums);
  }

  public double of(String name) {
    return sums.getOrDefault(name, Double.NaN);
  }

  public double since(Metrics earlier, String name) {
    return of(name) - earlier.of(name);
  }
}
