package dev.tippen.cli;

import dev.tippen.config.Config;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "demo",
    description = {
      "Runs a server with simulated visitors, to look around.",
      "Its data lie in a temporary folder that is deleted at the end, unless --data names one."
    },
    footer = {
      "",
      "Examples:",
      "  ./tippen demo",
      "  ./tippen demo --port 9001 --no-traffic",
      "  ./tippen demo --data ./demo-data"
    })
final class DemoCommand implements Callable<Integer> {
  private final Context context;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "Port to listen on, 0 for any free one (default: 8787)")
  private @Nullable Integer port;

  @Option(names = "--host", paramLabel = "ADDRESS", description = "Address to listen on")
  private @Nullable String host;

  @Option(names = "--no-traffic", description = "Leave the simulated visitors off")
  private boolean noTraffic;

  @Mixin private DataOption data = new DataOption();

  @Spec
  private @SuppressWarnings("NullAway.Init") CommandSpec spec;

  DemoCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (data.data() != null) return serve(data.data());
    try (TemporaryFolder folder = new TemporaryFolder("tippen-demo-")) {
      return serve(folder.path());
    }
  }

  private int serve(Path folder) throws InterruptedException {
    Map<String, String> flags = new HashMap<>();
    flags.put("data", folder.toString());
    flags.put("demo", "true");
    if (port != null) flags.put("server.port", port.toString());
    if (host != null) flags.put("server.host", host);
    Config config = data.load(context, flags);
    return new Foreground(context.starter(), spec.commandLine()).run(config, !noTraffic);
  }
}
