package dev.tippen.identify;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// A JSON object that somebody else wrote, read with hard limits. Fields are named by pointers (RFC
/// 6901); what is missing, null or of another kind is null.
final class JsonBody {
  private static final ObjectMapper MAPPER =
      new ObjectMapper(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(32)
                          .maxStringLength(65_536)
                          .maxNameLength(1_024)
                          .maxNumberLength(64)
                          .build())
                  .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final JsonNode root;

  private JsonBody(JsonNode root) {
    this.root = root;
  }

  /// @return null if the bytes are not exactly one JSON object
  static @Nullable JsonBody parse(byte[] bytes) {
    try {
      JsonNode root = MAPPER.readTree(bytes);
      return root != null && root.isObject() ? new JsonBody(root) : null;
    } catch (IOException _) {
      return null;
    }
  }

  private JsonNode at(String pointer) {
    return root.at(JsonPointer.compile(pointer));
  }

  /// A text, or a number as text.
  @Nullable String text(String pointer) {
    JsonNode node = at(pointer);
    return node.isTextual() || node.isNumber() ? node.asText() : null;
  }

  /// The first of the pointers that has text which is not empty.
  @Nullable String firstText(String... pointers) {
    for (String pointer : pointers) {
      String text = text(pointer);
      if (text != null && !text.isBlank()) return text;
    }
    return null;
  }

  boolean isTrue(String pointer) {
    return at(pointer).asBoolean(false);
  }

  boolean isObject(String pointer) {
    return at(pointer).isObject();
  }

  boolean has(String pointer) {
    return !at(pointer).isMissingNode();
  }

  boolean isNull(String pointer) {
    return at(pointer).isNull();
  }

  int integer(String pointer, int otherwise) {
    JsonNode node = at(pointer);
    return node.canConvertToInt() && node.isNumber() ? node.intValue() : otherwise;
  }
}
