package dev.tippen.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tippen.docs.Markdown.Block;
import dev.tippen.support.Tools;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs the commands of README.md as they stand, in their order, and compares what they print with
/// the block that follows them.
///
/// In an empty folder stands a `./tippen` that starts the tested classes, so that `./data` is that
/// folder's. The port is a free one, by `TIPPEN_PORT` and in place of 8787 in the texts. Times,
/// generated keys, sizes and versions are compared by their form only.
class ReadmeTest {
  private static final Path README = Path.of("README.md");
  private static final String DOCUMENTED_PORT = ":8787";
  private static final String DOCUMENTED_FOLDER = "/srv/tippen";
  private static final String TEST_COMMAND = "./tippen test";
  private static final long COMMAND_MAX_SECONDS = 60;

  /// Whatever differs at every run, and the form that it must have.
  private static final Map<String, String> VARYING =
      Map.of(
          "\\d{4}-\\d\\d-\\d\\d( )\\d\\d:\\d\\d:\\d\\d(?!\\.)", "<sql time>",
          "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?Z", "<iso time>",
          "#token=[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])", "#token=<token>",
          "client_acmecorp_\\d{13}_[A-Za-z0-9_-]{24}(?![A-Za-z0-9_-])", "<generated key>",
          "tip_[A-Za-z0-9]{8}_[A-Za-z0-9]{43}(?![A-Za-z0-9_-])", "<secret key>",
          "\\d[\\d,]* bytes", "<size>",
          "(\"total_time_seconds\" ?: ?)\\d+", "$1\"<seconds>\"");

  private final ObjectMapper json = new ObjectMapper();
  private final String port = freePort();
  @TempDir Path folder;
  private @Nullable Process server;

  @Test
  void everyCommandPrintsWhatTheReadmeSays() throws Exception {
    Tools.require("curl");
    Tools.require("sqlite3");
    writeLauncher();
    List<Block> blocks = Markdown.blocks(README);
    int ran = 0;
    for (int i = 0; i < blocks.size(); i++) {
      Block command = blocks.get(i);
      if (!command.language().equals("sh") || command.text().equals(TEST_COMMAND)) continue;
      Block next = i + 1 < blocks.size() ? blocks.get(i + 1) : null;
      Block expected = next == null || next.language().equals("sh") ? null : next;
      boolean starts = command.text().matches("\\./tippen (serve|demo)\\b.*");
      String printed = starts ? startServer(command) : run(command);
      if (expected != null) assertPrints(expected, printed, command);
      ran++;
    }
    stopServer();
    assertTrue(ran >= 10, "only " + ran + " commands were found in README.md");
  }

  @Test
  void theScriptTagIsTheOneThatKeysCreatePrints() throws IOException {
    List<Block> blocks = Markdown.blocks(README);
    String tag =
        blocks.stream().filter(b -> b.language().equals("html")).findFirst().orElseThrow().text();
    assertTrue(
        blocks.stream().anyMatch(b -> b.text().contains("Script:  " + tag)),
        "no command of README.md prints the tag that it shows: " + tag);
  }

  @Test
  void theTwoCommandsToBeginWithAreInTheHelp() throws Exception {
    List<String> commands =
        Markdown.blocks(README).stream()
            .filter(b -> b.language().equals("sh"))
            .map(Block::text)
            .limit(2)
            .toList();
    assertEquals(List.of("./tippen demo", TEST_COMMAND), commands);
    Process help = new ProcessBuilder("sh", "tippen", "help").redirectErrorStream(true).start();
    String text = new String(help.getInputStream().readAllBytes());
    assertEquals(0, help.waitFor(), text);
    for (String command : commands) {
      String name = command.substring("./tippen ".length());
      assertTrue(text.lines().anyMatch(l -> l.startsWith("  " + name + " ")), text);
    }
  }

  /// `./tippen` of the folder: the classes under test instead of the built jar, the JVM's flags of
  /// the real launcher.
  private void writeLauncher() throws IOException {
    String java = ProcessHandle.current().info().command().orElse("java");
    String script =
        """
        #!/bin/sh
        umask 077
        exec '%s' -XX:+UseSerialGC -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED \\
          -Xlog:disable -Xlog:all=warning:stderr -cp '%s' dev.tippen.Main "$@"
        """
            .formatted(java, System.getProperty("java.class.path"));
    Path launcher = folder.resolve("tippen");
    Files.writeString(launcher, script);
    Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwx------"));
  }

  private ProcessBuilder shell(String command) {
    ProcessBuilder shell =
        new ProcessBuilder("sh", "-c", command.replace(DOCUMENTED_PORT, ":" + port))
            .directory(folder.toFile());
    shell.environment().keySet().removeIf(name -> name.startsWith("TIPPEN_"));
    shell.environment().putAll(Map.of("TIPPEN_PORT", port, "LC_ALL", "C.UTF-8"));
    return shell;
  }

  /// @return what it printed to stdout
  private String run(Block command) throws IOException, InterruptedException {
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    Process process =
        shell(command.text()).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    if (!process.waitFor(COMMAND_MAX_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      fail("does not end: " + command.text());
    }
    String all = Files.readString(out) + Files.readString(err);
    assertEquals(0, process.exitValue(), command.at() + ": " + all);
    return Files.readString(out);
  }

  /// Starts a server in place of the one before.
  ///
  /// @return what it printed to stdout and stderr until it was ready
  private String startServer(Block command) throws IOException, InterruptedException {
    stopServer();
    Path out = folder.resolve("server-out");
    Process process =
        shell("exec " + command.text())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    server = process;
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(COMMAND_MAX_SECONDS);
    while (System.nanoTime() < deadline && process.isAlive()) {
      String printed = Files.readString(out);
      if (printed.contains("Tippen is ready on ") && printed.endsWith("\n")) return printed;
      process.waitFor(20, TimeUnit.MILLISECONDS);
    }
    return fail("is not ready: " + command.text() + "\n" + Files.readString(out));
  }

  private void stopServer() throws InterruptedException {
    Process process = server;
    if (process == null) return;
    server = null;
    process.destroy(); // SIGTERM
    assertTrue(process.waitFor(COMMAND_MAX_SECONDS, TimeUnit.SECONDS), "the server does not stop");
    assertEquals(0, process.exitValue());
  }

  @AfterEach
  void killServer() throws InterruptedException {
    if (server != null) server.destroyForcibly().waitFor();
  }

  private void assertPrints(Block expected, String printed, Block command) throws IOException {
    String where = expected.at() + ", after: " + command.text().lines().findFirst().orElse("");
    String wanted = normal(expected.text());
    String found = normal(printed.strip());
    switch (expected.language()) {
      case "text" -> assertEquals(wanted, found, where);
      case "json" -> {
        JsonNode tree = json.readTree(found);
        assertEquals(json.readTree(wanted), tree, where);
      }
      case "html" -> {} // what the owner gets, not what the command prints
      default -> fail(where + ": a block of language '" + expected.language() + "'");
    }
  }

  private String normal(String text) throws IOException {
    String normal =
        text.replace(folder.toRealPath().toString(), DOCUMENTED_FOLDER)
            .replace(folder.toString(), DOCUMENTED_FOLDER)
            .replace(":" + port, DOCUMENTED_PORT);
    for (Map.Entry<String, String> v : VARYING.entrySet()) {
      normal = normal.replaceAll(v.getKey(), v.getValue());
    }
    return normal;
  }

  private static String freePort() {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return Integer.toString(free.getLocalPort());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
