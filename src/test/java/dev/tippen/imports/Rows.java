package dev.tippen.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// All lines of a source.
final class Rows {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Rows() {}

  static List<JsonNode> of(RowSource source) throws IOException {
    List<JsonNode> all = new ArrayList<>();
    try (source) {
      for (byte[] line = source.next(); line != null; line = source.next()) {
        all.add(JSON.readTree(line));
      }
    }
    return all;
  }
}
