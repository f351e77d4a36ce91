package dev.tippen.support;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;

/// Programs beyond the JDK that a test needs. A missing one skips the test and says so; where all
/// must be there (`TIPPEN_REQUIRE_TOOLS=1`), it fails it.
public final class Tools {
  private Tools() {}

  public static void require(String program) {
    for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
      if (Files.isExecutable(Path.of(folder, program))) return;
    }
    missing(program + " is not installed, so this test can't run");
  }

  /// Preloading a library works here.
  public static void requireLinux() {
    if (!System.getProperty("os.name").equals("Linux")) {
      missing("this test needs Linux, because it stands between a process and its disk");
    }
  }

  private static void missing(String sentence) {
    if ("1".equals(System.getenv("TIPPEN_REQUIRE_TOOLS"))) fail(sentence);
    abort(sentence);
  }
}
