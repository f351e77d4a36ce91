package dev.tippen.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(name = "version", description = "Prints the version of Tippen and of Java.")
final class VersionCommand implements Runnable {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help")
  private boolean help;

  @Spec
  private @SuppressWarnings("NullAway.Init") CommandSpec spec;

  @Override
  public void run() {
    // The jar's manifest has it from the pom; there is none where classes run from a folder.
    @Nullable String version = VersionCommand.class.getPackage().getImplementationVersion();
    spec.commandLine()
        .getOut()
        .println(
            "Tippen %s (Java %s)"
                .formatted(version == null ? "unpacked" : version, Runtime.version()));
  }
}
