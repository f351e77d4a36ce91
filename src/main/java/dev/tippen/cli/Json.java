package dev.tippen.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// JSON on stdout, with the streaming writer only: data binding would double the start of a
/// command.
final class Json {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(com.fasterxml.jackson.core.StreamWriteFeature.AUTO_CLOSE_TARGET)
          .build();

  private Json() {}

  static JsonGenerator writer(PrintWriter out) throws IOException {
    return FACTORY.createGenerator(out).setPrettyPrinter(new DefaultPrettyPrinter());
  }

  static void print(Map<String, ? extends @Nullable Object> object, PrintWriter out) {
    try (JsonGenerator json = writer(out)) {
      object(object, json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    out.println();
  }

  private static void object(Map<?, ? extends @Nullable Object> object, JsonGenerator json)
      throws IOException {
    json.writeStartObject();
    for (Map.Entry<?, ? extends @Nullable Object> entry : object.entrySet()) {
      json.writeFieldName(String.valueOf(entry.getKey()));
      value(entry.getValue(), json);
    }
    json.writeEndObject();
  }

  static void value(@Nullable Object value, JsonGenerator json) throws IOException {
    switch (value) {
      case null -> json.writeNull();
      case Integer i -> json.writeNumber(i);
      case Long l -> json.writeNumber(l);
      case Double d -> json.writeNumber(d);
      case byte[] bytes -> json.writeString(HexFormat.of().formatHex(bytes));
      case Map<?, ?> map -> object(map, json);
      default -> json.writeString(value.toString());
    }
  }
}
