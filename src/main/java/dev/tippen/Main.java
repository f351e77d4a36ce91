package dev.tippen;

import dev.tippen.account.SecretKeys;
import dev.tippen.cli.Cli;
import dev.tippen.store.sqlite.SqliteSecretKeyStore;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.function.UnaryOperator;

/// The program: hands the command line what it needs. The server's parts are wired in
/// [TippenServer].
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    Cli cli =
        new Cli(
            (config, options) -> TippenServer.start(config, options, UnaryOperator.identity()),
            access -> {
              SecretKeys keys =
                  new SecretKeys(
                      new SqliteSecretKeyStore(access), InstantSource.system(), new SecureRandom());
              return (apiKey, note) -> keys.issue(apiKey, note).text();
            });
    System.exit(cli.run(arguments));
  }
}
