package dev.tippen.crash;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// The client of the power-cut test, a process of its own under the same library as the server:
/// what it writes to its file stands in the same journal as the server's syncs. Before an event is
/// sent it writes `sent VISITOR EVENT`, after its answer 200 was read `acknowledged VISITOR EVENT`.
final class LoadClient {
  private static final int CONNECTIONS = 24;
  private static final int MAX_SECONDS = 120;

  static final String ENOUGH = "acknowledged enough";

  private LoadClient() {}

  /// A client in a process of its own, which writes beside the server's files.
  ///
  /// @param enough as in [#main]
  static ServerProcess start(DiskLibrary disk, ServerProcess server, int events, int enough)
      throws Exception {
    return new ServerProcess(
        disk.journal().getParent(),
        LoadClient.class.getName(),
        disk.journalled(),
        List.of(
            Integer.toString(server.port()),
            Integer.toString(events),
            disk.watched().resolve(PowerCuts.CLIENTS).toString(),
            Integer.toString(enough)));
  }

  /// @param args port, number of events, file, and after how many acknowledged ones it prints
  ///   [#ENOUGH], 0 for never
  public static void main(String[] args) throws Exception {
    int enough = Integer.parseInt(args[3]);
    AtomicInteger acknowledged = new AtomicInteger();
    try (OutputStream file = new FileOutputStream(args[2], true)) {
      Load load =
          Load.start(
              Integer.parseInt(args[0]),
              CONNECTIONS,
              Integer.parseInt(args[1]),
              new Load.Witness() {
                @Override
                public void sent(Sent event) throws IOException {
                  write("sent", event);
                }

                @Override
                public void acknowledged(Sent event) throws IOException {
                  write("acknowledged", event);
                  if (acknowledged.incrementAndGet() == enough) System.out.println(ENOUGH);
                }

                // One call a line: lines of several threads don't mix.
                private void write(String what, Sent e) throws IOException {
                  String line = what + " " + e.visitorId() + " " + e.eventId() + "\n";
                  file.write(line.getBytes(StandardCharsets.US_ASCII));
                }
              });
      load.join(MAX_SECONDS);
    }
  }
}
