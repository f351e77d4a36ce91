package dev.tippen.crash;

import dev.tippen.TippenServer;
import dev.tippen.cli.ServerOptions;
import dev.tippen.config.Config;
import dev.tippen.store.EventLog;
import dev.tippen.support.TestServer;
import java.nio.file.Path;

/// The server with a planted fault: it answers 200 before the commit. The kill test must notice.
final class EarlyAnswerServer {
  private EarlyAnswerServer() {}

  public static void main(String[] args) throws Exception {
    Config config = TestServer.config(Path.of(args[0]), true);
    TippenServer server =
        TippenServer.start(config, new ServerOptions(false, _ -> {}), EarlyAnswerServer::early);
    System.out.println("Tippen is ready on " + server.uri());
    server.awaitStop();
  }

  private static EventLog early(EventLog log) {
    return (event, answers, receipt) -> {
      answers.execute(() -> receipt.settled(EventLog.Result.Kept.COMMITTED));
      log.append(event, answers, _ -> {});
    };
  }
}
