package dev.tippen.cli;

import dev.tippen.cli.args.Arguments;
import dev.tippen.cli.args.Command;

/// All commands.
final class TippenCommand extends Command {
  static final String NAME = "tippen";

  TippenCommand(Context context) {
    super(
        NAME,
        "Who is on your site now: visitor analytics and live invitations, self-hosted.",
        """
        In a source checkout there are also
          ./tippen dev     server, and the dashboard with reload while you edit
          ./tippen test    everything that must hold: format, types, tests

        Exit codes: 0 done, 1 failed, 2 wrong usage, 70 the running server died.
        './tippen help COMMAND' explains a command and shows examples.
        """);
    commands(
        "COMMAND",
        new ServeCommand(context),
        new DemoCommand(context),
        new KeysCommand(context),
        new IdentifyCommand(context),
        new ImportCommand(context),
        new ExportCommand(context),
        new SqlCommand(context),
        new InfoCommand(context),
        new VersionCommand(),
        new HelpCommand(this),
        new AotTrainCommand(context));
  }

  @Override
  public int run(Arguments arguments) {
    arguments.printHelp();
    return Exit.OK;
  }
}
