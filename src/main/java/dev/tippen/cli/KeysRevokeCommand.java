package dev.tippen.cli;

import dev.tippen.cli.args.Arguments;
import dev.tippen.cli.args.Command;
import dev.tippen.store.sqlite.Database;
import dev.tippen.store.sqlite.DirectAccess;
import dev.tippen.store.sqlite.SqliteKeyStore;
import dev.tippen.store.sqlite.SqliteSecretKeyStore;

final class KeysRevokeCommand extends Command {
  private static final String SECRET_PREFIX = "tip_";

  /// The prefix and the key's public id.
  private static final int SECRET_NAME_CHARS = 12;

  private final Context context;
  private final DataOption data = new DataOption(this);

  KeysRevokeCommand(Context context) {
    super(
        "revoke",
        """
        Revokes a key: its pages' events are refused from then on. Its data stay.
        A secret key (tip_...) is revoked by its first 12 characters or by the whole of it.
        A running server follows within a second.
        """,
        """
        Example:
          ./tippen keys revoke client_acmecorp_1729800000000_abc123
        """);
    this.context = context;
    parameter("KEY", "The key's text");
  }

  @Override
  public int run(Arguments arguments) {
    String key = arguments.parameter();
    var access = new DirectAccess(Database.openExisting(data.load(arguments, context).data()));
    boolean secret = key.startsWith(SECRET_PREFIX) && key.length() >= SECRET_NAME_CHARS;
    String name = secret ? key.substring(0, SECRET_NAME_CHARS) : key;
    boolean revoked =
        secret
            ? new SqliteSecretKeyStore(access)
                .revoke(name.substring(SECRET_PREFIX.length()), System.currentTimeMillis())
            : new SqliteKeyStore(access).revoke(key);
    if (!revoked) throw new Failure("There is no key " + name);
    arguments.out().println("Revoked " + name);
    return Exit.OK;
  }
}
