package dev.tippen.imports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Writes lines of the import form.
final class Lines {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Lines() {}

  static ObjectNode object() {
    return JSON.createObjectNode();
  }

  static byte[] of(ObjectNode line) {
    try {
      byte[] bytes = JSON.writeValueAsBytes(line);
      return bytes.length > ImportDecoder.LINE_MAX_BYTES
          ? skipped(SkipReason.LINE_TOO_LONG)
          : bytes;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a line can't be written as JSON", e);
    }
  }

  static byte[] skipped(SkipReason reason) {
    return ("{\"skipped\":\"" + reason.text() + "\"}").getBytes(StandardCharsets.UTF_8);
  }

  /// Sets a field unless there is nothing to say.
  static void put(ObjectNode line, String field, @Nullable String value) {
    if (value != null && !value.isEmpty()) line.put(field, value);
  }
}
