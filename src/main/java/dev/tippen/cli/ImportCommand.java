package dev.tippen.cli;

import dev.tippen.cli.args.Arguments;
import dev.tippen.cli.args.Command;
import dev.tippen.cli.args.UsageException;

final class ImportCommand extends Command {
  ImportCommand(Context context) {
    super(
        "import",
        """
        Brings what you already have: visits and visitors of other programs, with their own times.
        Works beside a running server, or runs one for as long as it takes. What is stopped in the
        middle goes on where it stopped when the same command is run again; no row is stored twice.
        """,
        """
        Examples:
          ./tippen import jsonl events.jsonl --key client_acmecorp_1729800000000_abc123 --dry-run
          ./tippen import umami export.zip --key client_acmecorp_1729800000000_abc123
          ./tippen import d1 tippen-db.sql
          ./tippen import list
        """);
    commands(
        "d1|umami|plausible|jsonl|list",
        new ImportFileCommand(context, ImportKind.D1),
        new ImportFileCommand(context, ImportKind.UMAMI),
        new ImportFileCommand(context, ImportKind.PLAUSIBLE),
        new ImportFileCommand(context, ImportKind.JSONL),
        new ImportListCommand(context));
  }

  @Override
  public int run(Arguments arguments) {
    throw new UsageException("import takes d1, umami, plausible, jsonl or list");
  }
}
