package dev.tippen.cli;

import dev.tippen.cli.args.Arguments;
import dev.tippen.cli.args.Call;
import dev.tippen.cli.args.Command;
import dev.tippen.cli.args.UsageException;

final class HelpCommand extends Command {
  private final Command root;

  HelpCommand(Command root) {
    super(
        "help",
        "Explains a command and shows examples.",
        """
        Examples:
          ./tippen help serve
          ./tippen help keys create
        """);
    this.root = root;
    parameters("COMMAND", "The command to explain");
  }

  @Override
  public int run(Arguments arguments) {
    Call explained = Call.of(root, arguments.parameters());
    if (!explained.arguments().isEmpty()) {
      throw new UsageException("There is no command '" + explained.arguments().getFirst() + "'");
    }
    explained.printHelp(arguments.out());
    return Exit.OK;
  }
}
