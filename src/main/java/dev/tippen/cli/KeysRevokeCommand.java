package dev.tippen.cli;

import dev.tippen.store.sqlite.Database;
import dev.tippen.store.sqlite.DirectAccess;
import dev.tippen.store.sqlite.SqliteKeyStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "revoke",
    description = {
      "Revokes a key: its pages' events are refused from then on. Its data stay.",
      "A running server follows within a second."
    },
    footer = {"", "Example:", "  ./tippen keys revoke client_acmecorp_1729800000000_abc123"})
final class KeysRevokeCommand implements Runnable {
  private final Context context;

  @Parameters(paramLabel = "KEY", description = "The key's text")
  private @SuppressWarnings("NullAway.Init") String key;

  @Mixin private DataOption data = new DataOption();

  @Spec
  private @SuppressWarnings("NullAway.Init") CommandSpec spec;

  KeysRevokeCommand(Context context) {
    this.context = context;
  }

  @Override
  public void run() {
    var access = new DirectAccess(Database.openExisting(data.load(context).data()));
    if (!new SqliteKeyStore(access).revoke(key)) throw new Failure("There is no key " + key);
    spec.commandLine().getOut().println("Revoked " + key);
  }
}
