package dev.tippen.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tippen.analytics.export.FileFormat;
import dev.tippen.event.Problem;
import dev.tippen.event.Refusal;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.util.LinkedHashMap;
import java.util.Map;

/// The one place that writes JSON answers and errors. Call on the event loop of the response.
final class Answers {
  static final CharSequence JSON = HttpHeaders.createOptimized("application/json");

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Answers() {}

  static void json(HttpServerResponse response, int status, Object value) {
    if (response.closed() || response.ended()) return;
    response.setStatusCode(status).putHeader(HttpHeaders.CONTENT_TYPE, JSON).end(text(value));
  }

  static void ok(HttpServerResponse response, Object value) {
    if (value instanceof File file) file(response, file);
    else json(response, 200, value);
  }

  /// A file for other programs instead of JSON.
  record File(byte[] content, FileFormat format) {}

  private static void file(HttpServerResponse response, File file) {
    if (response.closed() || response.ended()) return;
    response
        .putHeader(HttpHeaders.CONTENT_TYPE, file.format().contentType())
        .putHeader(
            "Content-Disposition",
            "attachment; filename=\"tippen.%s\"".formatted(file.format().text()))
        .end(Buffer.buffer(file.content()));
  }

  static void problem(HttpServerResponse response, Problem problem) {
    refuse(response, Refusal.of(problem));
  }

  static void refuse(HttpServerResponse response, Refusal refusal) {
    refuse(response, refusal, Map.of());
  }

  /// The form of the sign-in endpoints: the same error with `"success":false` before it.
  static void refuseAuth(HttpServerResponse response, Refusal refusal) {
    refuse(response, refusal, Map.of("success", false));
  }

  private static void refuse(
      HttpServerResponse response, Refusal refusal, Map<String, Object> before) {
    if (response.closed() || response.ended()) return;
    if (refusal.retryAfterSeconds() > 0) {
      response.putHeader(HttpHeaders.RETRY_AFTER, Integer.toString(refusal.retryAfterSeconds()));
    }
    Map<String, Object> body = new LinkedHashMap<>(before);
    body.put("error", refusal.text());
    body.put("code", refusal.problem().code());
    json(response, refusal.problem().status(), body);
  }

  static String text(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an answer can't be written as JSON", e);
    }
  }
}
