package dev.tippen.cli;

import dev.tippen.TippenServer;
import dev.tippen.account.SecretKeys;
import dev.tippen.store.sqlite.SqliteSecretKeyStore;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Commands as the launcher runs them, with real servers, in this process.
final class CommandLine {
  static final SecretKeyMaker.Source SECRET_KEYS =
      access -> {
        SecretKeys keys =
            new SecretKeys(
                new SqliteSecretKeyStore(access), InstantSource.system(), new SecureRandom());
        return (apiKey, note) -> keys.issue(apiKey, note).text();
      };

  static final ServerStarter SERVERS =
      (config, options) -> TippenServer.start(config, options, log -> log);

  private CommandLine() {}

  static Shell.Result run(Path data, String... arguments) {
    return run(SERVERS, data, arguments);
  }

  static Shell.Result run(ServerStarter servers, Path data, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--data", data.toString()));
    int code =
        new Cli(new Context(servers, SECRET_KEYS, Map.of()))
            .run(all, new PrintWriter(out, true), new PrintWriter(err, true));
    return new Shell.Result(code, out.toString(), err.toString());
  }
}
