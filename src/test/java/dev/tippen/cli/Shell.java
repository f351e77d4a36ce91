package dev.tippen.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;

/// Runs commands in this process and keeps what they print.
final class Shell {
  static final ServerStarter NO_SERVER =
      (_, _) -> {
        throw new AssertionError("no server is wanted here");
      };

  private final Context context;

  record Result(int exitCode, String out, String err) {
    Result ok() {
      assertEquals(0, exitCode, err);
      assertEquals("", err);
      return this;
    }

    /// One sentence on stderr, nothing on stdout.
    Result refused(int expectedCode, String... parts) {
      assertEquals(expectedCode, exitCode, out + err);
      assertEquals("", out);
      assertEquals(1, err.lines().count(), err);
      assertTrue(err.startsWith("tippen: "), err);
      for (String part : parts) assertTrue(err.contains(part), err + " <- " + part);
      return this;
    }

    JsonNode json() {
      try {
        return new ObjectMapper().readTree(out);
      } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
        throw new AssertionError(out, e);
      }
    }
  }

  Shell() {
    this(NO_SERVER, Map.of());
  }

  Shell(ServerStarter starter, Map<String, String> environment) {
    context =
        new Context(starter, _ -> (key, note) -> "secret-of-" + key + "-" + note, environment);
  }

  Result run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        new Cli(context)
            .run(List.of(arguments), new PrintWriter(out, true), new PrintWriter(err, true));
    return new Result(exitCode, out.toString(), err.toString());
  }
}
