package dev.tippen.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "identify",
    synopsisSubcommandLabel = "status|again",
    description = {
      "Shows what looking up companies did and cost, and has companies looked up again,",
      "beside a running or a stopped server. A running server follows within seconds."
    },
    footer = {
      "",
      "Examples:",
      "  ./tippen identify status",
      "  ./tippen identify again --company acme.example"
    })
final class IdentifyCommand implements Runnable {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help")
  private boolean help;

  @Spec
  private @SuppressWarnings("NullAway.Init") CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "identify takes status or again");
  }
}
