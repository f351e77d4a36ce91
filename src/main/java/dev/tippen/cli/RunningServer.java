package dev.tippen.cli;

import java.io.IOException;
import java.net.URI;

/// A server that answers. Safe for all threads.
public interface RunningServer {

  /// Where it listens, with the port it really got: `http://127.0.0.1:8787`.
  URI uri();

  /// Blocks until the server has ended: until [#stop()] is through, or until it gave up.
  ///
  /// @throws IOException if it gave up because disk or network failed; the message is one sentence
  void awaitStop() throws IOException, InterruptedException;

  /// Takes no more requests, answers those under way, commits and closes. Blocks until all that is
  /// done; a second call waits for the first.
  void stop();
}
