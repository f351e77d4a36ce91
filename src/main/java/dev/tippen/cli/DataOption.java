package dev.tippen.cli;

import dev.tippen.config.Config;
import dev.tippen.config.ConfigLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The options that every command on a data folder has.
final class DataOption {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Folder of the database tippen.db (default: ./data)")
  private @Nullable Path data;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Configuration file (default: tippen.properties in the data folder)")
  private @Nullable Path file;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Any setting of docs/configuration.md; may be repeated")
  private List<String> settings = new ArrayList<>();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help")
  private boolean help;

  @Spec(Spec.Target.MIXEE)
  private @SuppressWarnings("NullAway.Init") CommandSpec spec;

  @Nullable Path data() {
    return data;
  }

  Config load(Context context) {
    return load(context, Map.of());
  }

  /// @param flags text by key, of the command's own options; stronger than `--set`
  Config load(Context context, Map<String, String> flags) {
    Map<String, String> all = new HashMap<>();
    for (String setting : settings) {
      int equals = setting.indexOf('=');
      if (equals < 1) {
        throw new ParameterException(
            spec.commandLine(), "--set takes KEY=VALUE, not '" + setting + "'");
      }
      all.put(setting.substring(0, equals).strip(), setting.substring(equals + 1));
    }
    if (data != null) all.put("data", data.toString());
    all.putAll(flags);
    return ConfigLoader.load(context.environment(), new ConfigLoader.Flags(file, all));
  }
}
