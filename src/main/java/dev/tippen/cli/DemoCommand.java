package dev.tippen.cli;

import dev.tippen.cli.args.Arguments;
import dev.tippen.cli.args.Command;
import dev.tippen.config.Config;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.commons.cli.Option;

final class DemoCommand extends Command {
  private final Context context;
  private final Option port =
      option("--port", "N", "Port to listen on, 0 for any free one (default: 8787)");
  private final Option host = option("--host", "ADDRESS", "Address to listen on");
  private final Option noTraffic = flag("--no-traffic", "Leave the simulated visitors off");
  private final DataOption data = new DataOption(this);

  DemoCommand(Context context) {
    super(
        "demo",
        """
        Runs a server with simulated visitors, to look around.
        Its data lie in a temporary folder that is deleted at the end, unless --data names one.
        """,
        """
        Examples:
          ./tippen demo
          ./tippen demo --port 9001 --no-traffic
          ./tippen demo --data ./demo-data
        """);
    this.context = context;
  }

  @Override
  public int run(Arguments arguments) throws InterruptedException {
    Path named = data.folder(arguments);
    if (named != null) return serve(named, arguments);
    try (TemporaryFolder folder = new TemporaryFolder("tippen-demo-")) {
      return serve(folder.path(), arguments);
    }
  }

  private int serve(Path folder, Arguments arguments) throws InterruptedException {
    Map<String, String> flags = new HashMap<>();
    flags.put("data", folder.toString());
    flags.put("demo", "true");
    Integer number = arguments.integer(port);
    if (number != null) flags.put("server.port", number.toString());
    String address = arguments.text(host);
    if (address != null) flags.put("server.host", address);
    Config config = data.load(arguments, context, flags);
    return new Foreground(context.starter(), arguments).run(config, !arguments.has(noTraffic));
  }
}
