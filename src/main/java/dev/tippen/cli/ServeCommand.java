package dev.tippen.cli;

import dev.tippen.config.Config;
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
    name = "serve",
    description = {
      "Runs the server until it gets SIGTERM or SIGINT.",
      "Prints one line when it answers; stops after what is under way is answered and committed."
    },
    footer = {
      "",
      "Examples:",
      "  ./tippen serve",
      "  ./tippen serve --port 9000 --data /var/lib/tippen",
      "  ./tippen serve --host 0.0.0.0 --set server.publicUrl=https://tippen.example.com"
    })
final class ServeCommand implements Callable<Integer> {
  private final Context context;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description = "Address to listen on (default: 127.0.0.1)")
  private @Nullable String host;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "Port to listen on, 0 for any free one (default: 8787)")
  private @Nullable Integer port;

  @Option(
      names = "--demo",
      description = "Make the published demo key and open the dashboard without a login")
  private boolean demo;

  @Mixin private DataOption data = new DataOption();

  @Spec
  private @SuppressWarnings("NullAway.Init") CommandSpec spec;

  ServeCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws InterruptedException {
    Map<String, String> flags = new HashMap<>();
    if (host != null) flags.put("server.host", host);
    if (port != null) flags.put("server.port", port.toString());
    if (demo) flags.put("demo", "true");
    Config config = data.load(context, flags);
    return new Foreground(context.starter(), spec.commandLine()).run(config, /* traffic= */ false);
  }
}
