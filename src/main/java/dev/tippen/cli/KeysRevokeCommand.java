package dev.tippen.cli;

import dev.tippen.store.sqlite.Database;
import dev.tippen.store.sqlite.DirectAccess;
import dev.tippen.store.sqlite.SqliteKeyStore;
import dev.tippen.store.sqlite.SqliteSecretKeyStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "revoke",
    description = {
      "Revokes a key: its pages' events are refused from then on. Its data stay.",
      "A secret key (tip_...) is revoked by its first 12 characters or by the whole of it.",
      "A running server follows within a second."
    },
    footer = {"", "Example:", "  ./tippen keys revoke client_acmecorp_1729800000000_abc123"})
final class KeysRevokeCommand implements Runnable {
  private static final String SECRET_PREFIX = "tip_";

  /// The prefix and the key's public id.
  private static final int SECRET_NAME_CHARS = 12;

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
    boolean secret = key.startsWith(SECRET_PREFIX) && key.length() >= SECRET_NAME_CHARS;
    String name = secret ? key.substring(0, SECRET_NAME_CHARS) : key;
    boolean revoked =
        secret
            ? new SqliteSecretKeyStore(access)
                .revoke(name.substring(SECRET_PREFIX.length()), System.currentTimeMillis())
            : new SqliteKeyStore(access).revoke(key);
    if (!revoked) throw new Failure("There is no key " + name);
    spec.commandLine().getOut().println("Revoked " + name);
  }
}
