package dev.tippen.history;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// The statements of the history, one file each under `sql/history`.
final class Sql {
  private Sql() {}

  /// @param name such as `history/learned`
  static String of(String name) {
    try (InputStream in = Sql.class.getResourceAsStream("/sql/" + name + ".sql")) {
      if (in == null) throw new IllegalStateException("missing statement " + name);
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
