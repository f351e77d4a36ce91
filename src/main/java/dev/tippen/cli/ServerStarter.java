package dev.tippen.cli;

import dev.tippen.config.Config;
import java.io.IOException;

/// How the commands get a server without knowing its parts.
@FunctionalInterface
public interface ServerStarter {

  /// Returns when the server answers. A `server.port` of 0 takes any free port.
  ///
  /// @throws IOException if it can't listen, such as [java.net.BindException] for a port in use
  /// @throws dev.tippen.store.StoreException if the data folder can't be used
  RunningServer start(Config config, ServerOptions options)
      throws IOException, InterruptedException;
}
