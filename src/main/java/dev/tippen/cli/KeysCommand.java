package dev.tippen.cli;

import dev.tippen.cli.args.Arguments;
import dev.tippen.cli.args.Command;
import dev.tippen.cli.args.UsageException;

final class KeysCommand extends Command {
  KeysCommand(Context context) {
    super(
        "keys",
        """
        Makes, lists and revokes keys, beside a running or a stopped server.
        A running server follows within a second.
        """,
        """
        Examples:
          ./tippen keys create --type client --client 'Acme Corp' --website acme.example
          ./tippen keys list
          ./tippen keys revoke client_acmecorp_1729800000000_abc123
        """);
    commands(
        "create|list|revoke",
        new KeysCreateCommand(context),
        new KeysListCommand(context),
        new KeysRevokeCommand(context));
  }

  @Override
  public int run(Arguments arguments) {
    throw new UsageException("keys takes create, list or revoke");
  }
}
