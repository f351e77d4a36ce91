package dev.tippen.cli;

import dev.tippen.cli.args.Arguments;
import dev.tippen.cli.args.Command;
import dev.tippen.cli.args.UsageException;
import dev.tippen.config.Config;
import dev.tippen.config.ConfigLoader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.commons.cli.Option;
import org.jspecify.annotations.Nullable;

/// The options that every command on a data folder has.
final class DataOption {
  private final Option data;
  private final Option file;
  private final Option settings;

  /// Adds the options to the command.
  DataOption(Command command) {
    data = command.option("--data", "DIR", "Folder of the database tippen.db (default: ./data)");
    file =
        command.option(
            "--config",
            "FILE",
            "Configuration file (default: tippen.properties in the data folder)");
    settings =
        command.repeated(
            "--set", "KEY=VALUE", "Any setting of docs/configuration.md; may be repeated");
  }

  /// @return null if none was named
  @Nullable Path folder(Arguments arguments) {
    String text = arguments.text(data);
    return text == null ? null : Path.of(text);
  }

  Config load(Arguments arguments, Context context) {
    return load(arguments, context, Map.of());
  }

  /// @param flags text by key, of the command's own options; stronger than `--set`
  Config load(Arguments arguments, Context context, Map<String, String> flags) {
    Map<String, String> all = new HashMap<>();
    for (String setting : arguments.all(settings)) {
      int equals = setting.indexOf('=');
      if (equals < 1) {
        throw new UsageException("--set takes KEY=VALUE, not '" + setting + "'");
      }
      all.put(setting.substring(0, equals).strip(), setting.substring(equals + 1));
    }
    String folder = arguments.text(data);
    if (folder != null) all.put("data", folder);
    all.putAll(flags);
    String properties = arguments.text(file);
    return ConfigLoader.load(
        context.environment(),
        new ConfigLoader.Flags(properties == null ? null : Path.of(properties), all));
  }
}
