package dev.tippen.cli;

import dev.tippen.cli.args.Arguments;
import dev.tippen.cli.args.Command;
import dev.tippen.cli.args.UsageException;

final class IdentifyCommand extends Command {
  IdentifyCommand(Context context) {
    super(
        "identify",
        """
        Shows what looking up companies did and cost, and has companies looked up again,
        beside a running or a stopped server. A running server follows within seconds.
        """,
        """
        Examples:
          ./tippen identify status
          ./tippen identify again --company acme.example
        """);
    commands("status|again", new IdentifyStatusCommand(context), new IdentifyAgainCommand(context));
  }

  @Override
  public int run(Arguments arguments) {
    throw new UsageException("identify takes status or again");
  }
}
