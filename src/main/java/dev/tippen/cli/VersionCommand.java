package dev.tippen.cli;

import dev.tippen.cli.args.Arguments;
import dev.tippen.cli.args.Command;
import org.jspecify.annotations.Nullable;

final class VersionCommand extends Command {
  VersionCommand() {
    super("version", "Prints the version of Tippen and of Java.", /* footer= */ "");
  }

  @Override
  public int run(Arguments arguments) {
    // The jar's manifest has it from the pom; there is none where classes run from a folder.
    @Nullable String version = VersionCommand.class.getPackage().getImplementationVersion();
    arguments
        .out()
        .println(
            "Tippen %s (Java %s)"
                .formatted(version == null ? "unpacked" : version, Runtime.version()));
    return Exit.OK;
  }
}
