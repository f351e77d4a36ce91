package dev.tippen.cli;

import dev.tippen.cli.args.UsageException;
import dev.tippen.config.Config;
import dev.tippen.event.ApiKey;
import dev.tippen.observe.LogFormat;
import dev.tippen.store.SecretKeyStore.SecretKey;
import dev.tippen.store.sqlite.Database;
import dev.tippen.store.sqlite.DirectAccess;
import dev.tippen.store.sqlite.SqliteKeyStore;
import dev.tippen.store.sqlite.SqliteSecretKeyStore;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The server of a data folder: the one that runs, or one for as long as a command takes.
final class FolderServer implements AutoCloseable {
  /// Settings of a server of our own: nobody else is meant to reach it.
  static final Map<String, String> FLAGS =
      Map.of("server.host", "127.0.0.1", "server.port", "0", "demo", "false");

  private static final long READY_MAX_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final String SECRET_PREFIX = "tip_";
  private static final int SECRET_NAME_CHARS = 12;
  private static final String NOTE = "./tippen, process ";

  private final Supplier<URI> uri;
  private final DirectAccess access;
  private final Context context;
  private final @Nullable RunningServer own;
  private final @Nullable DataFolderLock lock;

  private FolderServer(
      Supplier<URI> uri,
      DirectAccess access,
      Context context,
      @Nullable RunningServer own,
      @Nullable DataFolderLock lock) {
    this.uri = uri;
    this.access = access;
    this.context = context;
    this.own = own;
    this.lock = lock;
  }

  /// @param ours configuration of a server of our own
  /// @param configured as somebody else may have started one
  static FolderServer open(Config ours, Config configured, Context context)
      throws IOException, InterruptedException {
    if (DataFolderLock.isTaken(configured.data())) {
      URI first = awaitAddress(configured);
      Supplier<URI> uri =
          () -> {
            URI now = ServerAddress.read(configured.data());
            return now == null ? first : now;
          };
      DirectAccess access = new DirectAccess(Database.openExisting(configured.data()));
      FolderServer server = new FolderServer(uri, access, context, null, null);
      server.revokeLeftOver();
      return server;
    }
    LogFormat.install(ours.log().level());
    DataFolderLock lock = DataFolderLock.take(ours.data());
    try {
      RunningServer own = context.starter().start(ours, new ServerOptions(false, _ -> {}));
      try {
        ServerAddress.note(ours.data(), own.uri());
        DirectAccess access = new DirectAccess(Database.openExisting(ours.data()));
        FolderServer server = new FolderServer(own::uri, access, context, own, lock);
        server.revokeLeftOver();
        return server;
      } catch (RuntimeException e) {
        own.stop();
        throw e;
      }
    } catch (IOException | InterruptedException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private static URI awaitAddress(Config config) throws InterruptedException {
    long began = System.nanoTime();
    while (true) {
      URI uri = ServerAddress.read(config.data());
      if (uri != null) return uri;
      if (System.nanoTime() - began > READY_MAX_NANOS || !DataFolderLock.isTaken(config.data())) {
        throw new Failure(
            "The server of the data folder " + config.data() + " does not say where it listens");
      }
      Thread.sleep(100);
    }
  }

  DirectAccess access() {
    return access;
  }

  /// @param text null for the only site that there is
  ApiKey key(@Nullable String text) {
    List<ApiKey> keys = new SqliteKeyStore(access).all();
    if (text == null) {
      if (keys.size() == 1) return keys.getFirst();
      throw new UsageException(
          keys.isEmpty()
              ? "There is no site yet; './tippen keys create' makes one"
              : "There are several sites; --key KEY says which one is meant");
    }
    for (ApiKey k : keys) if (k.text().equals(text)) return k;
    throw new Failure("There is no key " + text);
  }

  /// Secret keys of commands that were killed.
  private void revokeLeftOver() {
    SqliteSecretKeyStore keys = new SqliteSecretKeyStore(access);
    for (SecretKey k : keys.active()) {
      String note = k.note();
      if (note == null || !note.startsWith(NOTE)) continue;
      String pid = note.substring(NOTE.length());
      boolean alive = pid.matches("\\d{1,18}") && ProcessHandle.of(Long.parseLong(pid)).isPresent();
      if (!alive) keys.revoke(k.id(), System.currentTimeMillis());
    }
  }

  /// A way into one site, for as long as it is open.
  Site site(ApiKey key) {
    String secret =
        context.secretKeys().on(access).make(key.text(), NOTE + ProcessHandle.current().pid());
    return new Site(key, secret);
  }

  final class Site implements AutoCloseable {
    private final ApiKey key;
    private final String secret;

    private Site(ApiKey key, String secret) {
      this.key = key;
      this.secret = secret;
    }

    ApiKey key() {
      return key;
    }

    /// Where the server listens now.
    URI uri() {
      return uri.get();
    }

    /// Lets programs read and change this site.
    String secret() {
      return secret;
    }

    @Override
    public void close() {
      String id = secret.substring(SECRET_PREFIX.length(), SECRET_NAME_CHARS);
      new SqliteSecretKeyStore(access).revoke(id, System.currentTimeMillis());
    }
  }

  @Override
  public void close() {
    if (own != null) own.stop();
    if (lock == null) return;
    ServerAddress.forget(lock.folder());
    lock.close();
  }
}
