package dev.tippen.cli;

import dev.tippen.cli.args.Arguments;
import dev.tippen.config.Config;
import dev.tippen.observe.LogFormat;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.BindException;
import org.jspecify.annotations.Nullable;

/// Runs a server in the foreground: lock the data folder, start, say so, wait for the end.
final class Foreground {
  private final ServerStarter starter;
  private final PrintWriter out;
  private final PrintWriter err;

  Foreground(ServerStarter starter, Arguments arguments) {
    this.starter = starter;
    this.out = arguments.out();
    this.err = arguments.err();
  }

  /// @return the exit code
  int run(Config config, boolean traffic) throws InterruptedException {
    LogFormat.install(config.log().level());
    try (DataFolderLock _ = DataFolderLock.take(config.data());
        StopSignals signals = new StopSignals(err)) {
      RunningServer server = start(config, new ServerOptions(traffic, this::notice));
      ServerAddress.note(config.data(), server.uri());
      out.println("Tippen is ready on " + server.uri());
      out.flush();
      signals.stops(server);
      server.awaitStop();
      ServerAddress.forget(config.data());
      return Exit.OK;
    } catch (IOException e) {
      throw new Failure(Exit.DIED, "The server ended: " + reason(e), e);
    }
  }

  private RunningServer start(Config config, ServerOptions options) throws InterruptedException {
    try {
      return starter.start(config, options);
    } catch (IOException e) {
      String host = config.server().host();
      int port = config.server().port();
      String sentence =
          causedByBind(e)
              ? "Port %d on %s can't be used (%s); choose another with --port N"
                  .formatted(port, host, reason(e))
              : "The server can't start: " + reason(e);
      throw new Failure(Exit.FAILED, sentence, e);
    }
  }

  /// Set-up link and the like go to stderr: stdout has the one line that programs wait for.
  private void notice(String line) {
    err.println(line);
    err.flush();
  }

  private static boolean causedByBind(@Nullable Throwable e) {
    for (Throwable t = e; t != null; t = t.getCause()) if (t instanceof BindException) return true;
    return false;
  }

  private static String reason(Exception e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
