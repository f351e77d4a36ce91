package dev.tippen.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "keys",
    synopsisSubcommandLabel = "create|list|revoke",
    description = {
      "Makes, lists and revokes keys, beside a running or a stopped server.",
      "A running server follows within a second."
    },
    footer = {
      "",
      "Examples:",
      "  ./tippen keys create --type client --client 'Acme Corp' --website acme.example",
      "  ./tippen keys list",
      "  ./tippen keys revoke client_acmecorp_1729800000000_abc123"
    })
final class KeysCommand implements Runnable {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help")
  private boolean help;

  @Spec
  private @SuppressWarnings("NullAway.Init") CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "keys takes create, list or revoke");
  }
}
