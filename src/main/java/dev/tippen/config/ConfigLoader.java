package dev.tippen.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Puts the configuration together: defaults, then a file, then the environment, then flags; the
/// later one wins. A name that nobody knows refuses to start, so that a slip of the pen is never a
/// silent default.
public final class ConfigLoader {
  public static final String FILE_NAME = "tippen.properties";

  private static final String PREFIX = "TIPPEN_";
  private static final String FILE_VARIABLE = "TIPPEN_CONFIG";

  private static final Map<String, String> SHORT_VARIABLES =
      Map.of(
          "TIPPEN_HOST", "server.host",
          "TIPPEN_PORT", "server.port",
          "TIPPEN_DATA", "data",
          "TIPPEN_RATE_LIMITS", "rateLimits.enabled");

  /// Variables that are no settings of the server: those of the launcher and of the browser tests,
  /// which pass theirs on to the servers that they start.
  private static final Set<String> OTHER_VARIABLES =
      Set.of(
          FILE_VARIABLE,
          "TIPPEN_BACKEND",
          "TIPPEN_CHROMIUM",
          "TIPPEN_DEBUG",
          "TIPPEN_HEAP",
          "TIPPEN_JAVA_HOME",
          "TIPPEN_JAVA_OPTS",
          "TIPPEN_JDK_FOLDERS",
          "TIPPEN_LAUNCHER",
          "TIPPEN_REQUIRE_TOOLS");

  /// What the command line says.
  ///
  /// @param file from `--config`, null: see [#FILE_NAME] in the data folder
  /// @param settings text by key, from `--port` and the like and from `--set`
  public record Flags(@Nullable Path file, Map<String, String> settings) {
    public static final Flags NONE = new Flags(null, Map.of());

    public Flags {
      settings = Map.copyOf(settings);
    }
  }

  private record Given(String text, String source) {}

  private final Map<String, @Nullable Object> defaults = Settings.flatten(Config.DEFAULTS);
  private final Map<String, String> keysByVariable = new HashMap<>();

  private ConfigLoader() {
    defaults.keySet().forEach(key -> keysByVariable.put(variable(key), key));
    keysByVariable.putAll(SHORT_VARIABLES);
  }

  /// @throws ConfigException with one sentence that names the culprit and what is allowed
  public static Config load(Map<String, String> environment, Flags flags) {
    return new ConfigLoader().merge(environment, flags);
  }

  /// The environment variable of a key: `http.bodyMaxBytes` is `TIPPEN_HTTP_BODY_MAX_BYTES`.
  static String variable(String key) {
    return PREFIX
        + key.replace('.', '_').replaceAll("([a-z])([A-Z])", "$1_$2").toUpperCase(Locale.ROOT);
  }

  private Config merge(Map<String, String> environment, Flags flags) {
    Map<String, Given> outer = new LinkedHashMap<>(fromEnvironment(environment));
    outer.putAll(fromFlags(flags));
    String named = environment.get(FILE_VARIABLE);
    Path file = flags.file() != null ? flags.file() : named == null ? null : Path.of(named);
    Map<String, Given> given =
        new LinkedHashMap<>(file != null ? fromFile(file) : fromDataFolder(outer));
    given.putAll(outer);
    return build(given);
  }

  private Config build(Map<String, Given> given) {
    Map<String, @Nullable Object> values = new HashMap<>(defaults);
    try {
      given.forEach((key, value) -> values.put(key, Settings.parse(key, value.text)));
      return Settings.unflatten(values);
    } catch (ConfigException e) {
      Given culprit = given.get(e.key());
      throw culprit == null ? e : e.from(culprit.source);
    }
  }

  private Map<String, Given> fromFlags(Flags flags) {
    Map<String, Given> given = new LinkedHashMap<>();
    flags
        .settings()
        .forEach((key, text) ->
            given.put(known(key, "the command line"), new Given(text, "the command line")));
    return given;
  }

  private Map<String, Given> fromEnvironment(Map<String, String> environment) {
    Map<String, Given> given = new LinkedHashMap<>();
    new TreeMap<>(environment)
        .forEach((name, text) -> {
          if (!name.startsWith(PREFIX) || OTHER_VARIABLES.contains(name)) return;
          String key = keysByVariable.get(name);
          if (key == null) throw unknownVariable(name);
          Given earlier = given.put(key, new Given(text, "environment variable " + name));
          if (earlier != null && !earlier.text.equals(text)) {
            throw new ConfigException(
                key, "has two values, from " + earlier.source + " and from " + name);
          }
        });
    return given;
  }

  private ConfigException unknownVariable(String name) {
    Set<String> names = new java.util.TreeSet<>(keysByVariable.keySet());
    names.addAll(OTHER_VARIABLES);
    return new ConfigException(
        name,
        "is not a setting; the nearest is " + Nearest.of(name, names) + " (from the environment)");
  }

  private Map<String, Given> fromDataFolder(Map<String, Given> outer) {
    Given data = outer.get("data");
    Path folder = data == null ? Config.DEFAULTS.data() : Path.of(data.text);
    Path file = folder.resolve(FILE_NAME);
    if (!Files.exists(file)) return Map.of();
    Map<String, Given> given = fromFile(file);
    if (given.containsKey("data")) {
      throw new ConfigException(
          "data", "can't be set by a file in the data folder itself (from " + file + ")");
    }
    return given;
  }

  private Map<String, Given> fromFile(Path file) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      throw new ConfigException(file.toString(), "can't be read as a configuration file", e);
    }
    Map<String, Given> given = new LinkedHashMap<>();
    for (String key : new java.util.TreeSet<>(properties.stringPropertyNames())) {
      given.put(
          known(key, file.toString()), new Given(properties.getProperty(key), file.toString()));
    }
    return given;
  }

  private String known(String key, String source) {
    if (defaults.containsKey(key)) return key;
    throw new ConfigException(
        key,
        "is not a setting; the nearest is "
            + Nearest.of(key, defaults.keySet())
            + " (from "
            + source
            + ")");
  }
}
