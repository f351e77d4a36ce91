package dev.tippen.cli;

import dev.tippen.cli.args.Arguments;
import dev.tippen.cli.args.Command;
import dev.tippen.config.Config;
import java.util.HashMap;
import java.util.Map;
import org.apache.commons.cli.Option;

final class ServeCommand extends Command {
  private final Context context;
  private final Option host =
      option("--host", "ADDRESS", "Address to listen on (default: 127.0.0.1)");
  private final Option port =
      option("--port", "N", "Port to listen on, 0 for any free one (default: 8787)");
  private final Option demo =
      flag("--demo", "Make the published demo key and open the dashboard without a login");
  private final DataOption data = new DataOption(this);

  ServeCommand(Context context) {
    super(
        "serve",
        """
        Runs the server until it gets SIGTERM or SIGINT.
        Prints one line when it answers; stops after what is under way is answered and committed.
        """,
        """
        Examples:
          ./tippen serve
          ./tippen serve --port 9000 --data /var/lib/tippen
          ./tippen serve --host 0.0.0.0 --set server.publicUrl=https://tippen.example.com
        """);
    this.context = context;
  }

  @Override
  public int run(Arguments arguments) throws InterruptedException {
    Map<String, String> flags = new HashMap<>();
    String address = arguments.text(host);
    if (address != null) flags.put("server.host", address);
    Integer number = arguments.integer(port);
    if (number != null) flags.put("server.port", number.toString());
    if (arguments.has(demo)) flags.put("demo", "true");
    Config config = data.load(arguments, context, flags);
    return new Foreground(context.starter(), arguments).run(config, /* traffic= */ false);
  }
}
